import { expect, test } from 'vitest'
import { checkPin } from '../../pwa/lock/check-pin.ts'

test.each(['314159', '271828', '100200', '998877', '012346'])('%s will do', (pin) => {
  expect(checkPin(pin)).toBeUndefined()
})

test.each([
  ['', 'length'],
  ['31415', 'length'],
  ['3141592', 'length'],
  ['31415a', 'digits'],
  ['๓๑๔๑๕๙', 'digits'],
  ['31415 ', 'digits'],
  ['000000', 'guessable'],
  ['777777', 'guessable'],
  ['123456', 'guessable'],
  ['345678', 'guessable'],
  ['654321', 'guessable'],
  ['121212', 'guessable'],
  ['909090', 'guessable'],
  ['123123', 'guessable'],
])('%j will not do: %s', (pin, fault) => {
  expect(checkPin(pin)).toBe(fault)
})
