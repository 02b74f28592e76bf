// The story as a person starts it: one process, on real HTTP, databases, cryptography and face models.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { postgresMissing, startPostgres } from '../packages/issuer/test/support/postgres.ts'
import { portraitPath } from '../scripts/synthetic-register/generate-register.ts'
import { runScript } from '../scripts/test/cli/run-script.ts'
import { prepareDataFolder } from './support/prepare-data-folder.ts'

const timeout = 180_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-story-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Every decision of the story, in its order: what an accepted and what a refused answer looks like. */
const DECISIONS = [
  'somebody else’s face: enrolment_refused',
  'their own face: approved',
  'credentials in the wallet: 2',
  'what was asked for: accepted',
  'without consent to one claim: rejected: claims_missing',
  'with one character changed: rejected: signature_invalid',
  'as the answer to another request: rejected: key_binding_nonce_mismatch',
  'with another wallet’s key: rejected: key_binding_signature_invalid',
  'read from QR codes: accepted',
  'over the network (OpenID4VP, encrypted): accepted',
  'with a new bundle: rejected: credential_revoked',
  'with the old bundle, past its end: undecided: bundle_expired',
]

function decisions(stdout: string): readonly string[] {
  return [...stdout.matchAll(/^ +✓ (.*?)(?: {2}\(\d+\.\d s\))?$/gm)].map(([, text = '']) => text)
}

test('from nothing, and nothing is left behind', { timeout }, async () => {
  const { exitCode, stdout, stderr } = await runScript('scripts/story.ts', ['--once'], {
    environment: { TMPDIR: folder },
  })
  expect(stderr).toBe('')
  expect(decisions(stdout)).toEqual(DECISIONS)
  expect(exitCode).toBe(0)
  expect((await readdir(folder)).filter((name) => name.startsWith('bai-'))).toEqual([])
})

/** On PostgreSQL where it is found, so that the whole story is played on both databases. */
test('with two pictures of one person', { timeout }, async () => {
  await using server = postgresMissing === undefined ? await startPostgres() : undefined
  if (server === undefined) await prepareIssuer()
  const { exitCode, stdout } = await runScript(
    'scripts/story.ts',
    ['--once', '--data', folder, '--portrait', portraitPath('M1_id.jpg'), '--selfie', portraitPath('M1_s2.jpg')],
    { environment: server ? { DATABASE_URL: server.url } : {} },
  )
  expect(decisions(stdout)).toEqual(DECISIONS)
  expect(exitCode).toBe(0)
})

test('with pictures of two people it ends at the enrolment', { timeout }, async () => {
  await prepareIssuer()
  const { exitCode, stdout } = await runScript('scripts/story.ts', [
    '--once',
    ...['--data', folder, '--portrait', portraitPath('M1_id.jpg'), '--selfie', portraitPath('M5_s1.jpg')],
  ])
  expect(decisions(stdout)).toEqual(DECISIONS.slice(0, 1))
  expect(stdout).toContain('✗ their own face: expected approved, and it was liveness_failed.')
  expect(exitCode).toBe(1)
})

async function prepareIssuer(): Promise<void> {
  await mkdir(join(folder, 'issuer'))
  await prepareDataFolder(join(folder, 'issuer'))
}
