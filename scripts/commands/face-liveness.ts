import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkLiveness, createChallenge, FaceMatchError, type LivenessFrame, type RgbImage } from '@bai/face-match'
import { decodeImage, openFaceMatcher } from '@bai/face-match/node'
import type { Command } from 'commander'
import * as z from 'zod'
import { type JsonOption, printResult } from './output.ts'
import { readBytes, readText } from './read-input.ts'
import { UsageError } from './usage-error.ts'

type LivenessOptions = JsonOption & { readonly challenge: string; readonly frames: string; readonly selfie: string }

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['turn_left', 'turn_right', 'look_up', 'come_closer']) }),
  z.strictObject({ kind: z.literal('blink'), times: z.int().min(1).max(5) }),
])
const milliseconds = z.int().min(0)
const challengeFile = z.strictObject({
  version: z.literal(1),
  id: z.string().max(100),
  nonce: z.string().max(100),
  issuedAt: milliseconds,
  expiresAt: milliseconds,
  steps: z
    .array(z.strictObject({ action, from: milliseconds, until: milliseconds }))
    .min(1)
    .max(10),
  endsAt: milliseconds,
})

/** The commands for trying the liveness check out with recorded films. */
export function addLivenessCommands(face: Command): void {
  face
    .command('challenge')
    .description('make a liveness challenge: what to do before the camera, and when')
    .option('--json', 'print one JSON document')
    .action(challenge)
  face
    .command('liveness')
    .description('check a recorded film against a challenge; exit code 0 if it passes, 1 for anything else')
    .requiredOption('--challenge <FILE>', 'the JSON that `bai face challenge --json` printed')
    .requiredOption('--frames <FOLDER>', 'pictures named by milliseconds since the challenge was shown: 000250.jpg')
    .requiredOption('--selfie <FILE>', 'picture of the person it should be')
    .option('--json', 'print one JSON document')
    .action(liveness)
}

function challenge(options: JsonOption): void {
  const made = createChallenge(randomBytes, Date.now())
  const steps = made.steps.map(({ action, from, until }) => {
    const times = action.kind === 'blink' ? ` ${action.times} times` : ''
    return `${(from / 1000).toFixed(1)}–${(until / 1000).toFixed(1)} s: ${action.kind}${times}`
  })
  printResult(options, made, [...steps, `${(made.endsAt / 1000).toFixed(1)} s: end`].join('\n'))
}

/** Of a recorded film nobody knows when its frames arrived, so the delay of frames is not checked here. */
async function liveness(options: LivenessOptions): Promise<void> {
  const challenge = parseChallenge(await readText(options.challenge))
  const selfie = await decodeImage(await readBytes(options.selfie))
  const frames: LivenessFrame[] = []
  for (const { at, path } of await listFrames(options.frames)) {
    frames.push({ at, receivedAt: challenge.issuedAt + at, image: await decodeFrame(await readBytes(path)) })
  }
  const matcher = await openFaceMatcher()
  try {
    const attempt = { challenge, nonce: challenge.nonce, frames, selfie }
    const result = await checkLiveness({ matcher, randomBytes }, attempt)
    const lines = result.checks.map(({ stage, outcome, code }) => `${stage}: ${outcome}${code ? ` (${code})` : ''}`)
    printResult(options, result, [...lines, result.outcome].join('\n'))
    process.exitCode = result.outcome === 'passed' ? 0 : 1
  } finally {
    await matcher.dispose()
  }
}

function parseChallenge(text: string) {
  try {
    return challengeFile.parse(JSON.parse(text))
  } catch {
    throw new UsageError(
      'option_malformed',
      'challenge',
      'The file is no challenge as `bai face challenge --json` prints it.',
    )
  }
}

async function listFrames(folder: string): Promise<{ at: number; path: string }[]> {
  const names = await readdir(folder).catch(() => {
    throw new UsageError('file_unreadable', folder, `${folder} cannot be read. Give the path of a folder.`)
  })
  return names
    .filter((name) => /^\d{1,9}\.(jpe?g|png|webp)$/i.test(name))
    .map((name) => ({ at: Number.parseInt(name, 10), path: join(folder, name) }))
    .toSorted((p, q) => p.at - q.at)
}

async function decodeFrame(file: Uint8Array): Promise<RgbImage | undefined> {
  try {
    return await decodeImage(file)
  } catch (error) {
    if (error instanceof FaceMatchError) return undefined
    throw error
  }
}
