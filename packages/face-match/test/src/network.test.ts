import { readFileSync } from 'node:fs'
import { getBackend } from '@tensorflow/tfjs-core'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startNative, startWasm } from '../../node/engine.ts'
import { readHalfFloats } from '../../src/half-float.ts'
import { createNetwork, type NetworkSpec } from '../../src/network.ts'
import { draw, formulas, golden } from '../support/golden.ts'

const models = new URL('../../models/', import.meta.url)
function readSpec(name: string): NetworkSpec {
  return JSON.parse(readFileSync(new URL(`${name}.json`, models), 'utf8')) as NetworkSpec
}

function readWeights(name: string): Float32Array {
  return readHalfFloats(readFileSync(new URL(name, models)))
}

const nativeMissing = await startNative()
if (nativeMissing !== undefined) console.warn(`Skipped on the native engine: it does not load (${nativeMissing}).`)

describe.each([
  { engine: 'wasm', missing: undefined, start: startWasm },
  { engine: 'tensorflow', missing: nativeMissing, start: startNative },
])('networks against embeddings computed elsewhere, on $engine', ({ engine, missing, start }) => {
  beforeAll(async () => {
    if (missing === undefined) await start()
  })
  beforeEach(({ skip }) => {
    if (missing !== undefined) skip()
    expect(getBackend()).toBe(engine)
  })

  for (const part of ['a', 'b'] as const) {
    it(`network ${part} gives the golden embeddings`, async () => {
      const spec = readSpec(`embedding-${part}`)
      const network = createNetwork(spec, readWeights(spec.weightsFile))
      expect(golden.length).toBe(formulas.length)
      for (const [i, formula] of formulas.entries()) {
        const raw = await network.run(draw(formula))
        expect(raw.length).toBe(part === 'a' ? 512 : 192)
        const length = Math.hypot(...raw)
        // The golden ones come from weights of 32 bits, ours have 16; a damaged network is off by .01 and more.
        for (const [k, expected] of golden[i]![part].entries()) {
          expect(Math.abs(raw[k]! / length - expected), `pattern ${i + 1}, value ${k}`).toBeLessThan(1e-3)
        }
      }
      network.dispose()
    })
  }

  it('notices the fault that network b had in its package: slopes with the wrong sign', async () => {
    const spec = readSpec('embedding-b')
    const weights = readWeights(spec.weightsFile)
    for (const step of spec.steps) {
      if (step.op === 'add' || !step.slope) continue
      const end = step.slope.offset + step.slope.shape[0]!
      for (let i = step.slope.offset; i < end; i++) weights[i]! *= -1
    }
    const network = createNetwork(spec, weights)
    const raw = await network.run(draw(formulas[0]!))
    network.dispose()
    const length = Math.hypot(...raw)
    const largest = Math.max(...golden[0]!.b.map((expected, k) => Math.abs(raw[k]! / length - expected)))
    expect(largest).toBeGreaterThan(0.01)
  })
})
