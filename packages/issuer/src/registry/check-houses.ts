import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/schema.ts'
import { chunks } from './chunks.ts'
import type { ParsedRegister } from './parse-register.ts'
import type { PersonStatuses } from './person-status.ts'
import type { RegisterProblem } from './register-problem.ts'

const CODES_A_QUERY = 1_000

/** People in a house that is neither in the file nor in the register. */
export async function findUnknownHouses(
  trx: Transaction<Schema>,
  { houses, people }: ParsedRegister,
): Promise<readonly RegisterProblem[]> {
  const known = new Set(houses.map(({ record }) => record.house_code))
  const named = new Set(people.map(({ record }) => record.house_code).filter((code) => code !== null))
  const elsewhere = [...named].filter((code) => !known.has(code))
  for (const codes of chunks(elsewhere, CODES_A_QUERY)) {
    const rows = await trx.selectFrom('house').select('house_code').where('house_code', 'in', codes).execute()
    for (const { house_code } of rows) known.add(house_code)
  }
  return people
    .filter(({ record }) => record.house_code !== null && !known.has(record.house_code))
    .map(({ line }) => ({ line, path: 'house_code', expected: 'the code of a house in this file or in the register' }))
}

/**
 * Houses that the file, once written, leaves without exactly one head. A house that was terminated, or where nobody is
 * present, needs none.
 *
 * @param touched house codes, each with the line to name for it
 */
export async function findHousesWithoutHead(
  trx: Transaction<Schema>,
  touched: ReadonlyMap<string, number>,
  statuses: PersonStatuses,
): Promise<readonly RegisterProblem[]> {
  const present = Object.keys(statuses).filter((code) => statuses[code]?.present)
  const problems: RegisterProblem[] = []
  for (const codes of chunks([...touched.keys()], CODES_A_QUERY)) {
    const { rows } = await sql<{ house_code: string }>`
      select house.house_code
      from house join person on person.house_code = house.house_code
      where house.house_code in (${sql.join(codes)})
        and house.document->>'terminated' is null
        and person.document->'status'->>'code' in (${sql.join(present)})
      group by house.house_code
      having count(*) filter (where person.document->>'role' = 'head') <> 1`.execute(trx)
    for (const { house_code } of rows) {
      const line = touched.get(house_code) ?? 0
      problems.push({ line, path: 'role', expected: 'exactly one head among those present in this house' })
    }
  }
  return problems.sort((a, b) => a.line - b.line)
}
