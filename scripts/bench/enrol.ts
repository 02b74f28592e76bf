import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Liveness, LivenessChallenge } from '@bai/issuer'
import { openIssuer } from '@bai/issuer/node'
import { callOperator } from '../commands/call-operator.ts'
import { openFaceService } from '../commands/open-face-service.ts'
import { reportFault } from '../commands/report-fault.ts'
import { begin, faceOf, sendPictures } from '../story/enrol.ts'
import { type Film, film, openFilmStudio, type ShownChallenge } from '../story/film-studio.ts'
import { generateRegister } from '../synthetic-register/generate-register.ts'
import { type StoryPerson, storyPeople } from '../synthetic-register/story-people.ts'
import { type Measured, median } from './measure.ts'

const ROUNDS = 9
const TARGET_RATIO = 1.25
/** Three movements, always the same, so that one film fits every enrolment. */
const ACTIONS = ['turn_left', 'look_up', 'come_closer']
const ENDS_AT = 16_000

/**
 * From sending the last picture to having the offer, against what the matcher alone takes for the same film and faces, in
 * the same workers: everything else is transport, tries, factors, evidence and the offer.
 */
export async function benchEnrol(): Promise<Measured> {
  const [person] = storyPeople() as [StoryPerson]
  const face = await faceOf(person)
  const dataFolder = await mkdtemp(join(tmpdir(), 'bai-bench-'))
  await using faces = openFaceService({ workers: 1 })
  const liveness: Liveness = { ...faces.liveness, createChallenge: (now) => sameSteps(faces.liveness, now) }
  let ahead = 0
  const issuer = await openIssuer({
    dataFolder,
    port: 0,
    development: true,
    compareFaces: faces.compareFaces,
    liveness,
    now: () => new Date(Date.now() + ahead),
    report: reportFault,
  })
  try {
    await importRegister(issuer)
    const frames = await makeFilm(face.filmed)
    const bare = async () => {
      const challenge = sameSteps(faces.liveness, new Date())
      const receivedAt = new Date(challenge.issuedAt + ENDS_AT)
      const decoded = frames.map(({ at, image }) => ({ at, image: Buffer.from(image, 'base64') }))
      const film = { challenge, nonce: challenge.nonce, frames: decoded, receivedAt, selfie: face.selfie }
      await timed(async () => {
        await faces.liveness.check(film)
        await faces.compareFaces(face.filmed, face.selfie)
      }, times.bare)
    }
    const whole = async () => {
      const begun = await begin(issuer.url, person)
      ahead += ENDS_AT
      const answer = await timed(() => sendPictures(issuer.url, begun, frames, face.selfie), times.whole)
      if (answer.code !== 'approved') throw new Error(`The enrolment was not approved: ${answer.code}.`)
    }
    const times = { bare: [] as number[], whole: [] as number[] }
    for (let round = -1; round < ROUNDS; round++) {
      for (const run of round % 2 === 0 ? [bare, whole] : [whole, bare]) await run()
    }
    // The first round loaded the models.
    return describe(times.bare.slice(1), times.whole.slice(1), frames)
  } finally {
    await issuer[Symbol.asyncDispose]()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

function sameSteps({ createChallenge }: Liveness, now: Date): LivenessChallenge {
  const challenge = createChallenge(now)
  const steps = ACTIONS.map((kind, i) => ({ action: { kind }, from: 2000 + i * 4500, until: 5000 + i * 4500 }))
  return { ...challenge, steps, endsAt: ENDS_AT, expiresAt: challenge.issuedAt + ENDS_AT + 60_000 }
}

async function makeFilm(picture: Uint8Array): Promise<Film> {
  await using studio = await openFilmStudio()
  const steps = ACTIONS.map((action, i) => ({ action, from: 2000 + i * 4500, until: 5000 + i * 4500 }))
  const shown: ShownChallenge = { nonce: '', steps, ends_at: ENDS_AT }
  return film(await studio.prepare(picture), shown)
}

async function importRegister({ url, operatorToken: token }: { url: string; operatorToken: string | undefined }) {
  const body = `${generateRegister().join('\n')}\n`
  await callOperator({ url, token, path: '/operator/register', body, contentType: 'application/jsonl' })
}

async function timed<T>(work: () => Promise<T>, into: number[]): Promise<T> {
  const began = process.hrtime.bigint()
  const result = await work()
  into.push(Number(process.hrtime.bigint() - began) / 1000)
  return result
}

function describe(bare: readonly number[], whole: readonly number[], frames: Film): Measured {
  const row = (name: string, times: readonly number[]) => ({
    name,
    microseconds: median(times),
    mean_microseconds: times.reduce((sum, time) => sum + time, 0) / times.length,
    ratio: median(times) / median(bare),
  })
  const rows = [row('film and comparison alone', bare), row('images to offer, over HTTP', whole)]
  return {
    name: 'enrol',
    ratio: rows[1]!.ratio,
    target: TARGET_RATIO,
    baseline: 'the same film checked and the same faces compared by the matcher alone, one worker',
    rows,
    figures: {
      seconds_to_offer: rows[1]!.microseconds / 1e6,
      frames: frames.length,
      kilobytes_sent: frames.reduce((sum, { image }) => sum + image.length, 0) / 1000,
    },
  }
}
