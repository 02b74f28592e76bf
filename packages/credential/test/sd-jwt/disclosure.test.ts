import { parseDisclosure } from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { readVector } from '../support/read-vector.ts'

type DigestVector = {
  readonly clause: string
  readonly disclosure: string
  readonly digest: string
  readonly contents: unknown[]
}

describe('the disclosures of RFC 9901', () => {
  const vectors = readVector<DigestVector[]>('rfc9901/digests.json')

  test('all are here', () => {
    expect(vectors).toHaveLength(85)
  })

  test.each(vectors)('section $clause: $digest', ({ disclosure, digest, contents }) => {
    expect(nodePlatform.digest('sha-256', disclosure)).toBe(digest)
    expect(webPlatform.digest('sha-256', disclosure)).toBe(digest)
    const { name, value } = parseDisclosure(disclosure)
    expect(name === undefined ? [value] : [name, value]).toEqual(contents.slice(1))
  })
})
