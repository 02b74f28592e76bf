import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateNodeSigner } from '@bai/credential/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWallet } from '../../node/index.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bai-open-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('what a wallet believes is what it was opened with', () => {
  const plain = openWallet({ dataFolder: folder, allowLoopbackHttp: false })
  expect([plain.openBundle, plain.issuerAnchors, plain.verifierAnchors]).toEqual([undefined, undefined, undefined])
  const anchored = openWallet({
    dataFolder: folder,
    allowLoopbackHttp: false,
    issuerAnchors: ['AAAA'],
    verifierAnchors: ['BBBB'],
  })
  expect([anchored.issuerAnchors, anchored.verifierAnchors]).toEqual([['AAAA'], ['BBBB']])
})

test('a bundle that is gone or was not signed by its anchor is told, and is no reason to believe everybody', async () => {
  const file = join(folder, 'bundle.jws')
  const bundle = { file, anchors: [generateNodeSigner().publicJwk] }
  const { openBundle } = openWallet({ dataFolder: folder, allowLoopbackHttp: false, bundle })
  await expect(openBundle!()).rejects.toMatchObject({ code: 'bundle_unreadable', details: { file } })
  await writeFile(file, 'hello')
  await expect(openBundle!()).rejects.toMatchObject({ code: 'jws_malformed' })
})
