// Sessions at the real command line, each command a process of its own. What they say is in the files of sessions/.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { citizenNumberCheckDigit } from '@bai/credential'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ChildIssuer, startChildIssuer } from '../../../e2e/support/child-issuer.ts'
import { callOperator } from '../../../e2e/support/issuance-client.ts'
import { prepareDataFolder } from '../../../e2e/support/prepare-data-folder.ts'
import { eventLine, houseLine, personLine } from '../../../packages/issuer/test/support/register-lines.ts'
import { toCsv } from '../../../packages/issuer/test/support/to-csv.ts'
import { generateRecords, generateRegister, portraitPath } from '../../synthetic-register/generate-register.ts'
import { storyPeople } from '../../synthetic-register/story-people.ts'
import { readCases } from '../../vectors/read-vectors.ts'
import { playSession } from './play-session.ts'
import { readSession } from './read-session.ts'

const sessions = new URL('sessions/', import.meta.url)
const names = (await readdir(sessions)).filter((name) => name.endsWith('.txt'))

let folder: string
let issuer: ChildIssuer
let variables: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-cli-'))
  const issuerFolder = join(folder, 'issuer')
  await prepareDataFolder(issuerFolder)
  issuer = await startChildIssuer({ dataFolder: issuerFolder, port: 0 })
  await callOperator(issuer, '/operator/register', `${generateRegister().join('\n')}\n`, 'application/jsonl')
  await makePictures(folder)
  const [person, neighbour] = storyPeople()
  const [vector] = readCases('rfc9901')
  variables = {
    URL: issuer.url,
    PORT: new URL(issuer.url).port,
    TOKEN: issuer.operatorToken,
    ISSUER_DATA: issuerFolder,
    PICTURES: folder,
    PORTRAITS: portraitPath(''),
    // Sessions run side by side: what one is issued, another must not revoke.
    NEIGHBOUR: neighbour?.citizenNumber ?? '',
    CITIZEN: person?.citizenNumber ?? '',
    SELFIE: person?.selfies[0] ?? '',
    STRANGER: number('999999'),
    // The check digit of another.
    MISTYPED: mistyped('999999'),
    NEWCOMER: number('888888'),
    NEW_HOUSE: houseLine({ house_code: '99998888888' }),
    NEW_PERSON: newcomer(number('888888')),
    BROKEN_PERSON: newcomer(mistyped('888888')),
    CSV_HEADER: csvOf(number('888888'))[0],
    CSV_PERSON: csvOf(number('888888'))[1],
    CSV_BROKEN_PERSON: csvOf(mistyped('888888'))[1],
    NAME_CHANGE: eventLine({ ...nameChange, citizen_number: number('888888') }),
    VECTOR: JSON.stringify(vector),
  }
})
afterAll(async () => {
  await issuer?.stop()
  await rm(folder, { recursive: true, force: true })
})

test.concurrent.each(names)('%s', { timeout: 400_000 }, async (name) => {
  const session = readSession(await readFile(new URL(name, sessions), 'utf8'))
  const work = join(folder, name.replace('.txt', ''))
  await mkdir(work)
  await playSession(session, { variables: { ...variables, WORK: work }, secrets: secrets() })
})

test('every session has commands', async () => {
  expect(names.length).toBeGreaterThanOrEqual(8)
})

/** Numbers with and without dashes, laser codes and names of everybody in the register, and what makes an operator. */
function secrets(): readonly string[] {
  const people = generateRecords({}).flatMap((record) => (record.kind === 'person' ? [record] : []))
  const numbers = people.map(({ citizen_number }) => citizen_number)
  return [
    ...numbers,
    ...numbers.map((number) => number.replace(/^(.)(.{4})(.{5})(.{2})(.)$/, '$1-$2-$3-$4-$5')),
    ...people.flatMap(({ laser_code }) => (laser_code === null ? [] : [laser_code])),
    ...people.flatMap(({ names: { th, en } }) => [th.given, th.family, ...(en === null ? [] : [en.given, en.family])]),
    number('999999'),
    number('888888'),
    mistyped('999999'),
    mistyped('888888'),
    issuer.operatorToken,
  ]
}

/** A number that is well formed, and that nobody in the register has. */
function number(serial: string): string {
  const first = `199999${serial}`
  return first + citizenNumberCheckDigit(first)
}

function mistyped(serial: string): string {
  const right = number(serial)
  return right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10)
}

function newcomer(citizen_number: string): string {
  return personLine({ citizen_number, house_code: '99998888888' })
}

const nameChange = {
  id: 'a-session',
  type: 'name_change',
  names: { th: { title: 'นาย', given: 'สมชาย', family: 'ใหม่' }, en: null },
}

/** Header and row of the newcomer. */
function csvOf(citizenNumber: string): readonly [string, string] {
  const [header = '', row = ''] = toCsv([newcomer(citizenNumber)]).split('\r\n')
  return [header, row]
}

/** Pictures that are of no use: two people, nobody, and none at all. */
async function makePictures(into: string): Promise<void> {
  // sharp is a dependency of the face matcher alone.
  const sharp = createRequire(new URL('../../../packages/face-match/package.json', import.meta.url))('sharp')
  const [left, right] = [portraitPath('M1_id.jpg'), portraitPath('F1_id.jpg')]
  const empty = { create: { width: 960, height: 600, channels: 3, background: '#8090a0' } }
  const both = [
    { input: left, left: 0, top: 0 },
    { input: right, left: 480, top: 0 },
  ]
  await sharp(empty).composite(both).jpeg().toFile(join(into, 'two-faces.jpg'))
  await sharp(empty).jpeg().toFile(join(into, 'no-face.jpg'))
  await writeFile(join(into, 'no-picture.jpg'), 'hello')
}
