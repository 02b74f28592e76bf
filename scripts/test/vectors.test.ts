import { createHash } from 'node:crypto'
import { webPlatform } from '@bai/credential/browser'
import { nodePlatform } from '@bai/credential/node'
import { SDJwtInstance } from '@sd-jwt/core'
import { describe, expect, test } from 'vitest'
import { createVectorRunner } from '../vectors/create-vector-runner.ts'
import { CASE_FOLDERS, readCases, readVectorFile, type StoredCase, vectorFiles } from '../vectors/read-vectors.ts'

type Manifest = { readonly [folder: string]: { readonly [file: string]: number } }

const manifest = readVectorFile<Manifest>('manifest.json')
const runOnNode = createVectorRunner(nodePlatform)
const runOnWeb = createVectorRunner(webPlatform)

/** Where `@sd-jwt/core` 0.19 loses claims: it assigns `__proto__`, and drops disclosures of the empty name. */
const CORE_LOSES_CLAIMS: ReadonlySet<string> = new Set(['name-__proto__', 'name-empty'])

describe.each(CASE_FOLDERS)('%s', (folder) => {
  const cases = readCases(folder)

  test('every id is there once', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
  })

  for (const vector of cases) {
    test(`${vector.id}: ${vector.title}`, async () => {
      const line = JSON.stringify(vector)
      const expected = { id: vector.id, ...vector.expect }
      expect(await runOnNode(line)).toEqual(expected)
      expect(await runOnWeb(line)).toEqual(expected)
      if (vector.kind === 'sd-jwt' && vector.expect.accepted) await compareWithCore(vector)
    })
  }
})

async function compareWithCore({ id, input, expect: { claims } }: StoredCase): Promise<void> {
  const core = new SDJwtInstance({
    hasher: (data, algorithm) =>
      createHash(algorithm.replace('sha-', 'sha'))
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
  })
  const theirs = await core.getClaims(input)
  if (CORE_LOSES_CLAIMS.has(id)) expect(theirs).not.toEqual(claims)
  else expect(theirs).toEqual(claims)
}

describe('manifest', () => {
  const folders = [...CASE_FOLDERS, 'did-key', 'qr']

  test('names every folder', () => {
    expect(Object.keys(manifest).sort()).toEqual([...folders].sort())
  })

  test.each(folders)('counts every case of %s', (folder) => {
    const counted = vectorFiles(folder).map((name) => {
      const content = readVectorFile<unknown>(`${folder}/${name}`)
      return [name, Array.isArray(content) ? content.length : 0]
    })
    expect(Object.fromEntries(counted)).toEqual(manifest[folder])
  })
})

describe('the runner', () => {
  test.each([
    ['no JSON', 'nope', null],
    ['no object', '[1]', null],
    ['no kind', '{"id":"a"}', 'a'],
    ['no input', '{"id":"a","kind":"jws","key":{}}', 'a'],
    ['no key', '{"id":7,"kind":"jws","input":""}', 7],
    ['options of a wrong type', '{"id":"a","kind":"jws","input":"","key":{},"options":{"now":"today"}}', 'a'],
    [
      'key binding without a nonce',
      '{"id":"a","kind":"sd-jwt","input":"","key":{},"options":{"kb":{"required":true}}}',
      'a',
    ],
  ])('answers a line with %s', async (_, line, id) => {
    expect(await runOnNode(line)).toEqual({ id, accepted: false, code: 'case_malformed' })
  })

  test('leaves kinds that it does not know to others', async () => {
    expect(await runOnNode('{"id":"a","kind":"mdoc"}')).toEqual({ id: 'a', skip: true })
  })

  test('takes null options for none, and the private half of a key for nothing', async () => {
    const { keys } = readVectorFile<{ keys: { issuer: object } }>('attacks/test-keys.json')
    const vector = readCases('attacks').find(({ id }) => id === 'alg-es256')
    const line = JSON.stringify({ ...vector, key: keys.issuer, options: { now: null, kb: null, typ: null } })
    expect(await runOnNode(line)).toMatchObject({ accepted: true })
  })
})
