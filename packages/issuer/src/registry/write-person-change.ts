import type { CitizenNumber } from '@bai/credential'
import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/schema.ts'
import { changePerson, type PersonChange } from './change-person.ts'
import type { RegisterDocument } from './credential-configurations.ts'
import type { LifeEvent } from './life-event.ts'
import type { PersonStatuses } from './person-status.ts'
import type { RegisterProblem } from './register-problem.ts'
import { toPerson } from './register-store.ts'

export type WrittenChange = {
  readonly documents: readonly RegisterDocument[]
  /** Houses in whose registrations a row has changed, come or gone. */
  readonly houses: readonly string[]
  /** Whether the person may have credentials from now on. */
  readonly present: boolean
}

type Problem = { readonly problem: Omit<RegisterProblem, 'line'> }
type Context = { readonly statuses: PersonStatuses; readonly at: Date }

export function isProblem(change: object): change is Problem {
  return 'problem' in change
}

/** Writes what an event changes. What it returns as a problem is refused by the caller, who takes everything back. */
export async function writePersonChange(
  trx: Transaction<Schema>,
  event: LifeEvent,
  context: Context,
): Promise<WrittenChange | Problem> {
  const row = await trx
    .selectFrom('person')
    .selectAll()
    .where('citizen_number', '=', event.citizen_number)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return impossible('citizen_number', 'somebody who is in the register')
  const before = toPerson(row)
  const change = changePerson(before, event, context.statuses)
  if (isProblem(change)) return change
  if (change.house !== undefined && !(await isOpenHouse(trx, change.house)))
    return impossible('house_code', 'the code of a house that is in the register and not closed')
  if (change.newHead !== undefined) {
    const problem = await writeNewHead(trx, before.house_code, change.newHead, event, context)
    if (problem !== undefined) return problem
  }
  const status = await writePerson(trx, event.citizen_number, change, context)
  const houses = change.household ? [...new Set([before.house_code, change.house ?? before.house_code])] : []
  return {
    documents: change.documents,
    houses: houses.filter((code) => code !== null),
    present: context.statuses[status]?.present === true,
  }
}

async function isOpenHouse(trx: Transaction<Schema>, houseCode: string): Promise<boolean> {
  const house = trx.selectFrom('house').select('house_code').where('house_code', '=', houseCode)
  return (await house.where(sql`document ->> 'terminated'`, 'is', null).executeTakeFirst()) !== undefined
}

/** Makes somebody the head of a house, and whoever was it a resident. */
async function writeNewHead(
  trx: Transaction<Schema>,
  houseCode: string | null,
  newHead: CitizenNumber,
  event: LifeEvent,
  { statuses, at }: Context,
): Promise<Problem | undefined> {
  const leaves = event.type !== 'head_change'
  const path = leaves ? 'successor' : 'citizen_number'
  const rows =
    houseCode === null ? [] : await trx.selectFrom('person').selectAll().where('house_code', '=', houseCode).execute()
  const members = rows.map(toPerson).filter(({ status }) => statuses[status.code]?.present === true)
  const heads = members.filter(({ role }) => role === 'head').map(({ citizen_number }) => citizen_number)
  if (leaves && !heads.includes(event.citizen_number)) return impossible(path, 'none, for who leaves is not the head')
  const follows = members.some(({ citizen_number }) => citizen_number === newHead)
  if (!follows || (leaves && newHead === event.citizen_number))
    return impossible(path, 'somebody else who is present in this house')
  if (heads.includes(newHead)) return impossible(path, 'somebody who is not the head already')
  const setRole = (numbers: readonly string[], role: string) =>
    trx
      .updateTable('person')
      .set({ document: sql`jsonb_set(document, '{role}', to_jsonb(${role}::text))`, updated_at: at })
      .where('citizen_number', 'in', numbers)
      .execute()
  if (heads.length > 0) await setRole(heads, 'resident')
  await setRole([newHead], 'head')
  return undefined
}

/** @returns the code of the person's status from now on */
async function writePerson(
  trx: Transaction<Schema>,
  citizenNumber: CitizenNumber,
  { document: changed, house, portrait }: PersonChange,
  { at }: Context,
): Promise<string> {
  // Read again: the role may be another by now.
  const person = trx.selectFrom('person').selectAll().where('citizen_number', '=', citizenNumber)
  const current = toPerson(await person.executeTakeFirstOrThrow())
  const { citizen_number: _number, house_code, portrait: kept, ...document } = { ...current, ...changed }
  await trx
    .updateTable('person')
    .set({
      document: JSON.stringify(document),
      house_code: house ?? house_code,
      portrait: portrait === undefined ? kept : portrait,
      updated_at: at,
    })
    .where('citizen_number', '=', citizenNumber)
    .execute()
  return document.status.code
}

function impossible(path: string, expected: string): Problem {
  return { problem: { path, expected } }
}
