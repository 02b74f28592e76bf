// A person at the command line signs in at a real issuer's page, and comes back with their credential.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { postJson } from '../packages/issuer/test/support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../packages/issuer/test/support/start-test-issuer.ts'
import { REDIRECT_URI, signIn } from '../packages/issuer/test/support/test-wallet.ts'
import { runScript } from '../scripts/test/cli/run-script.ts'

const PERSON = { citizen_number: NUMBERS.head, birth_date: '25230314' }

let folder: string
let issuer: TestIssuer
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-sign-in-'))
  issuer = await startTestIssuer([houseLine(), personLine()], { development: true })
})
afterEach(async () => {
  await issuer.close()
  await rm(folder, { recursive: true, force: true })
})

async function bai(...words: readonly string[]) {
  const { exitCode, stdout } = await runScript('scripts/bai.ts', ['wallet', ...words, '--data', folder, '--json'])
  return { exitCode, answer: JSON.parse(stdout) }
}

test('wallet receive, the page, and wallet continue, once', { timeout: 60_000 }, async () => {
  const wish = { grant: 'authorization_code', types: ['id-card'], reason: 'a test' }
  const { body: offer } = await postJson(`${issuer.url}/operator/offers`, wish, OPERATOR_TOKEN)
  const begun = await bai('receive', offer['offer_uri'], '--redirect', REDIRECT_URI, '--copies', '2')
  expect(begun.exitCode).toBe(0)
  expect((await readdir(folder)).sort()).toEqual(['wallet.json', 'wallet.key'])
  const { location } = await signIn(begun.answer.authorization_url, PERSON)
  const ended = await bai('continue', location?.href ?? '')
  expect(ended).toMatchObject({
    exitCode: 0,
    answer: { credentials: [{ type: 'id-card', copies: { left: 2, used: 0 }, refillable: true }] },
  })
  // What waited, with its secret, was sealed, and is gone.
  expect((await readdir(folder)).sort()).toEqual(['wallet.json', 'wallet.key'])
  const again = await bai('continue', location?.href ?? '')
  expect(again).toMatchObject({ exitCode: 1, answer: { error: { code: 'no_sign_in' } } })
})
