// The issuer goes away while somebody at the command line receives; when it is back, they go on.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { houseLine, NUMBERS, personLine } from '../packages/issuer/test/support/register-lines.ts'
import { runScript } from '../scripts/test/cli/run-script.ts'
import { type ChildIssuer, startChildIssuer } from './support/child-issuer.ts'
import { callOperator } from './support/issuance-client.ts'
import { prepareDataFolder } from './support/prepare-data-folder.ts'

let folder: string
let issuer: ChildIssuer
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-continue-'))
  await prepareDataFolder(join(folder, 'issuer'))
  issuer = await startChildIssuer({ dataFolder: join(folder, 'issuer'), port: 0 })
})
afterEach(async () => {
  await issuer?.kill()
  await rm(folder, { recursive: true, force: true })
})

test('wallet receive, the issuer is killed and comes back, and wallet continue', { timeout: 120_000 }, async () => {
  const wallet = async (...words: readonly string[]) => {
    const { stdout, ...rest } = await runScript('scripts/bai.ts', ['wallet', ...words, '--data', folder, '--json'])
    return { ...rest, answer: JSON.parse(stdout) }
  }
  await callOperator(issuer, '/operator/register', `${houseLine()}\n${personLine()}\n`, 'application/jsonl')
  const wish = { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'a test', tx_code: false }
  const { offer_uri: offer = '' } = await callOperator(issuer, '/operator/offers', JSON.stringify(wish))
  await issuer.kill()

  const cut = await wallet('receive', offer, '--copies', '2')
  expect(cut).toMatchObject({ exitCode: 1, answer: { error: { code: 'address_unreachable' } } })
  expect(cut.stderr).toContain('bai wallet continue')
  expect((await wallet('list')).answer).toEqual({ credentials: [], waiting: 1 })

  const { port } = new URL(issuer.url)
  issuer = await startChildIssuer({ dataFolder: join(folder, 'issuer'), port: Number(port) })
  expect(await wallet('continue')).toMatchObject({
    exitCode: 0,
    answer: { credentials: [{ type: 'id-card', copies: { left: 2, used: 0 } }] },
  })
  expect((await wallet('list')).answer).toMatchObject({ credentials: [{ type: 'id-card' }], waiting: 0 })
})
