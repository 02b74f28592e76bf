import { createRequire } from 'node:module'
import { afterEach, expect, it } from 'vitest'
import { silenceVeramo } from '../../src/veramo/silence-veramo.ts'

/** The copy that Veramo loads. */
const debug = createRequire(createRequire(import.meta.url).resolve('@veramo/core'))('debug')
afterEach(() => debug.disable())

it('keeps Veramo quiet whatever DEBUG asks for, and leaves the others', () => {
  debug.enable('*')
  expect(debug.enabled('veramo:agent:keyManagerSign')).toBe(true)
  silenceVeramo()
  expect(debug.enabled('veramo:agent:keyManagerSign')).toBe(false)
  expect(debug.enabled('express:router')).toBe(true)
  silenceVeramo()
  expect(debug.enabled('veramo:agent:keyManagerSign')).toBe(false)
})

it('enables nothing that was not asked for', () => {
  silenceVeramo()
  expect(debug.enabled('express:router')).toBe(false)
  expect(debug('veramo:agent:any').useColors).toBe(false)
})
