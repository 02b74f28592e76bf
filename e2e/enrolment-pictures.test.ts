import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callIssuer } from '../scripts/story/call-issuer.ts'
import { begin, enrol, faceOf, renewChallenge, sendPictures } from '../scripts/story/enrol.ts'
import { type FilmStudio, openFilmStudio } from '../scripts/story/film-studio.ts'
import { type Network, startNetwork } from '../scripts/story/network.ts'
import { generateRegister } from '../scripts/synthetic-register/generate-register.ts'
import { storyPeople } from '../scripts/synthetic-register/story-people.ts'

const [person, ...others] = storyPeople()
let network: Network
let dataFolder: string
let studio: FilmStudio
/** The time of a film passes at once: the issuer's clock is put forward. */
let ahead = 0
const wait = async (milliseconds: number) => {
  ahead += milliseconds
}
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bai-e2e-'))
  network = await startNetwork({ dataFolder, port: 0, now: () => new Date(Date.now() + ahead) })
  studio = await openFilmStudio()
  await callIssuer(network.issuer, '/operator/register', `${generateRegister().join('\n')}\n`)
})
afterAll(async () => {
  await studio?.[Symbol.asyncDispose]()
  await network?.[Symbol.asyncDispose]()
  await rm(dataFolder, { recursive: true, force: true })
})

async function twoPeople(): Promise<Buffer> {
  const [left, right] = [await readFile(person!.selfies[0]!), await readFile(others[4]!.selfies[0]!)]
  const { width, height } = await sharp(left).metadata()
  return sharp({ create: { width: width * 2, height, channels: 3, background: '#888' } })
    .composite([
      { input: left, left: 0, top: 0 },
      { input: await sharp(right).resize(width, height).toBuffer(), left: width, top: 0 },
    ])
    .jpeg()
    .toBuffer()
}

const noFace = () =>
  sharp({ create: { width: 400, height: 400, channels: 3, background: '#4a7' } })
    .jpeg()
    .toBuffer()

test('a selfie that is no good is told as such, and costs no try', { timeout: 120_000 }, async () => {
  const { url } = network.issuer
  const film = [{ at: 0, image: (await noFace()).toString('base64') }]
  const refused = async (enrolment: Awaited<ReturnType<typeof begin>>, picture: Buffer) =>
    expect(await sendPictures(url, enrolment, film, picture)).toMatchObject({
      status: 422,
      code: 'picture_unusable',
      offerUri: '',
    })
  const first = await begin(url, person!)
  await refused(first, Buffer.from('this is a text and no picture at all, however long it may be. '.repeat(4)))
  const torn = (await readFile(person!.selfies[0]!)).subarray(0, 4000)
  await refused({ ...first, challenge: await renewChallenge(url, first) }, torn)
  await refused({ ...first, challenge: await renewChallenge(url, first) }, await noFace())
  // The fourth, where three tries lock a person.
  await refused(await begin(url, person!), await twoPeople())
  expect(await enrol(url, person!, await faceOf(person!), { studio, wait })).toMatchObject({
    status: 201,
    code: 'approved',
  })
})

test('others of the register enrol with their pictures', { timeout: 240_000 }, async () => {
  for (const other of others.filter(({ isSeenToBlink }) => isSeenToBlink).slice(0, 4)) {
    const face = await faceOf(other, other.selfies.at(-1))
    const once = () => enrol(network.issuer.url, other, face, { studio, wait })
    const first = await once()
    // A turned face is now and then not taken for that of the selfie; whom that happens to enrols again.
    const { code, filmCode } = first.filmCode === undefined ? first : await once()
    expect({ code, filmCode, isGood: ['approved', 'citizen_not_eligible'].includes(code) }).toMatchObject({
      isGood: true,
    })
  }
})

test('whoever sends the film of another challenge, or before its time, is refused', { timeout: 120_000 }, async () => {
  const { url } = network.issuer
  const face = await faceOf(others[5]!)
  const impatient = await enrol(url, others[5]!, face, { studio, wait: async () => {} })
  expect(impatient).toMatchObject({ status: 422, filmCode: 'frame_before_its_time', films: 3 })
})
