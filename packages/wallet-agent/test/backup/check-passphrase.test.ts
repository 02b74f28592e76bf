import { expect, test } from 'vitest'
import { checkPassphrase } from '../../src/index.ts'

test.each([
  ['ma kin khao kan', undefined],
  ['กินข้าวหรือยังวันนี้', undefined],
  ['ไป กิน ข้าว กัน', undefined],
  ['Tr0ub4dor&3xyz', undefined],
  ['284915', 'short'],
  ['eleven char', 'short'],
  ['a b c d', 'short'],
  ['   eleven char   ', 'short'],
  ['1999900000005', 'digits'],
  ['08-1234-5678-90', 'digits'],
  ['aaaaaaaaaaaaaaaa', 'repeated'],
  ['abababababab', 'repeated'],
])('"%s" is %s', (passphrase, fault) => {
  expect(checkPassphrase(passphrase)).toBe(fault)
})
