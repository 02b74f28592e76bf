// Nothing of a picture stays, wherever an enrolment ends: in tables, in files, and in what the issuer writes.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EnrolledFace, type EnrolmentAnswer, enrol, faceOf } from '../scripts/story/enrol.ts'
import { type FilmStudio, openFilmStudio } from '../scripts/story/film-studio.ts'
import { generateRegister } from '../scripts/synthetic-register/generate-register.ts'
import { type StoryPerson, storyPeople } from '../scripts/synthetic-register/story-people.ts'
import { type ChildIssuer, startChildIssuer } from './support/child-issuer.ts'
import { callOperator } from './support/issuance-client.ts'
import { prepareDataFolder } from './support/prepare-data-folder.ts'
import { findInFiles, findInTables, piecesOf } from './support/search-traces.ts'

const timeout = 360_000
const [approved, refused, first, second] = storyPeople().filter(({ isSeenToBlink }) => isSeenToBlink) as [
  StoryPerson,
  StoryPerson,
  StoryPerson,
  StoryPerson,
]
let dataFolder: string
let issuer: ChildIssuer
let studio: FilmStudio
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bai-e2e-'))
  await prepareDataFolder(dataFolder)
  issuer = await startChildIssuer({ dataFolder, port: 0 })
  studio = await openFilmStudio()
  // Without a portrait in the register, a registrar has to look.
  const lines = generateRegister().map((line) => {
    const record: Record<string, unknown> = JSON.parse(line)
    const review = [first, second].some(({ citizenNumber }) => citizenNumber === record['citizen_number'])
    return review ? JSON.stringify({ ...record, portrait: null }) : line
  })
  await callOperator(issuer, '/operator/register', `${lines.join('\n')}\n`, 'application/jsonl')
})
afterAll(async () => {
  await studio?.[Symbol.asyncDispose]()
  await issuer?.kill()
  await rm(dataFolder, { recursive: true, force: true })
})

test('nothing of the pictures is anywhere after an approval, a refusal and decided reviews', { timeout }, async () => {
  const sent: Buffer[] = []
  const noting: typeof fetch = (url, init) => {
    const { frames = [], selfie } = JSON.parse(String(init?.body ?? '{}'))
    if (selfie !== undefined) sent.push(Buffer.from(selfie, 'base64'))
    for (const frame of frames) sent.push(Buffer.from(frame.image, 'base64'))
    return fetch(url, init)
  }
  const tryOut = (person: StoryPerson, face: EnrolledFace) => enrol(issuer.url, person, face, { studio, call: noting })
  const stranger = {
    filmed: await readFile(refused.someoneElsesPortrait),
    selfie: await readFile(refused.someoneElsesSelfie),
  }
  // Two at a time: four films at once may find the matcher busy, which is not what is tried here.
  const answers = [
    ...(await Promise.all([tryOut(approved, await faceOf(approved)), tryOut(refused, stranger)])),
    ...(await Promise.all([tryOut(first, await faceOf(first)), tryOut(second, await faceOf(second))])),
  ]
  expect(answers.map(({ code }) => code)).toEqual(['approved', 'enrolment_refused', 'review', 'review'])
  expect(sent.length).toBeGreaterThan(4 * 50)
  const selfies = await Promise.all([first, second].map(async (person) => (await faceOf(person)).selfie))
  const open = await show(answers[2]!)
  expect(open['portraits']).toEqual({
    register: null,
    selfie: `data:image/jpeg;base64,${Buffer.from(selfies[0]!).toString('base64')}`,
  })
  await decide(answers[2]!, 'approve')
  await decide(answers[3]!, 'refuse')
  expect(await show(answers[2]!)).not.toHaveProperty('portraits')
  await issuer.stop()

  // A piece of what the register keeps is found, so that a search that finds nothing means something.
  const kept = piecesOf(await readFile(approved.portrait))
  expect(await findInTables(dataFolder, kept)).toContain('person')
  const pieces = sent.flatMap((picture) => piecesOf(picture))
  expect(await findInTables(dataFolder, pieces)).toEqual([])
  expect(await findInFiles(dataFolder, pieces)).toEqual([])
  const output = Buffer.from(issuer.output())
  expect(pieces.filter((piece) => output.includes(piece))).toEqual([])
  for (const { citizenNumber } of [approved, refused, first, second])
    expect(issuer.output()).not.toContain(citizenNumber)
})

async function show({ enrolmentId }: EnrolmentAnswer): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${issuer.operatorToken}` }
  return (await fetch(`${issuer.url}/operator/enrolments/${enrolmentId}`, { headers })).json()
}

async function decide({ enrolmentId }: EnrolmentAnswer, decision: 'approve' | 'refuse'): Promise<void> {
  const body = JSON.stringify({ decision, reason: 'both were looked at' })
  await callOperator(issuer, `/operator/enrolments/${enrolmentId}/decision`, body)
}
