import { parseCitizenNumber } from '@bai/credential'
import { expect, it } from 'vitest'
import { createSubjectHash } from '../../src/registry/subject-hash.ts'

const FIRST = parseCitizenNumber('1999900000005')
const SECOND = parseCitizenNumber('1999900000013')

it('depends on the key and on the number, and shows neither', () => {
  const one = createSubjectHash(new Uint8Array(32).fill(1))
  const other = createSubjectHash(new Uint8Array(32).fill(2))
  // printf bai:subject:1999900000005 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101…01 -binary | basenc --base64url
  expect(one(FIRST)).toBe('945rLxuhaem73kx5AAuWGLRoWx0IcN52RYtgcJzwAvE')
  expect(other(FIRST)).not.toBe(one(FIRST))
  expect(one(SECOND)).not.toBe(one(FIRST))
})

it('takes no short key', () => {
  expect(() => createSubjectHash(new Uint8Array(31))).toThrow(TypeError)
})
