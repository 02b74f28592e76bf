import { expect, it } from 'vitest'
import { takeTurns } from '../../node/take-turns.ts'

it('runs so much at a time, in order, and goes on after what failed', async () => {
  const turns = takeTurns(2)
  const begun: number[] = []
  let running = 0
  let most = 0
  const work = (n: number) =>
    turns(async () => {
      begun.push(n)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
      if (n === 1) throw new Error('failed')
      return n
    })
  const ended = await Promise.allSettled([0, 1, 2, 3, 4].map(work))
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(begun).toEqual([0, 1, 2, 3, 4])
  expect(most).toBe(2)
  expect(await work(5)).toBe(5)
})
