import { describe, expect, test } from 'vitest'
import { nextTryAt } from '../../pwa/lock/tries.ts'

const AT = Date.parse('2026-11-20T09:00:00.000Z')
const lastAt = new Date(AT).toISOString()
/** Seconds from the last try to the next. */
const waitAfter = (failed: number, seconds: number) =>
  (nextTryAt({ failed, lastAt }, new Date(AT + seconds * 1000)).getTime() - AT) / 1000

describe('the next PIN may be tried', () => {
  test('at once where none was wrong, and after one or two wrong ones', () => {
    expect(nextTryAt(undefined, new Date(AT))).toEqual(new Date(AT))
    expect(waitAfter(1, 0)).toBe(0)
    expect(waitAfter(2, 0)).toBe(0)
  })

  test.each([
    [3, 30],
    [4, 60],
    [5, 120],
    [6, 240],
    [7, 480],
    [8, 960],
    [9, 1920],
    [10, 3600],
    [50, 3600],
    [5000, 3600],
  ])('after %i wrong ones, %i seconds after the last', (failed, seconds) => {
    expect(waitAfter(failed, 0)).toBe(seconds)
    expect(waitAfter(failed, seconds)).toBe(seconds)
  })

  test('not sooner by a clock that was set back: the wait begins anew', () => {
    expect(waitAfter(3, -86_400)).toBe(-86_400 + 30)
  })
})
