import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { DICTIONARY_V1 } from '../../src/qr/dictionary-v1.ts'
import { readVector } from '../support/read-vector.ts'

test('the dictionary of version 1 is what it has always been', () => {
  // What was written with another one cannot be read. A better dictionary is another version of the message.
  const sha256 = 'f1fcaee7377319a7fd464a07032eff6076d2207b86b32b1bb30c8d97849e4e5a'
  expect(createHash('sha256').update(DICTIONARY_V1).digest('hex')).toBe(sha256)
  expect(readVector('qr/dictionary-v1.json')).toEqual({
    version: 1,
    sha256,
    dictionary: Buffer.from(DICTIONARY_V1).toString('hex'),
  })
})
