import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { env, getBackend, ready, setBackend } from '@tensorflow/tfjs-core'

/** `tensorflow` is the native library of `@tensorflow/tfjs-node`, `wasm` the engine that runs everywhere. */
export type EngineName = 'tensorflow' | 'wasm'

let chosen: Promise<EngineName> | undefined

/** Chooses TensorFlow.js's engine for this process, once: the native one where it loads, else WASM with SIMD. */
export function startEngine(): Promise<EngineName> {
  chosen ??= startNative().then((started) => started ?? startWasm())
  return chosen
}

/** The engine in use; starts it if need be. */
export function engineName(): Promise<EngineName> {
  return startEngine()
}

async function startNative(): Promise<EngineName | undefined> {
  try {
    await import('@tensorflow/tfjs-node')
    return (await setBackend('tensorflow')) ? 'tensorflow' : undefined
  } catch {
    // An optional dependency whose native library is downloaded at install and is often not there.
    return undefined
  }
}

async function startWasm(): Promise<EngineName> {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${dirname(main)}/`)
  // The threaded build needs browser workers and does not start in Node.js.
  setThreadsCount(1)
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  await setBackend('wasm')
  await ready()
  if (getBackend() !== 'wasm') throw new Error('the WASM engine of TensorFlow.js did not start')
  return 'wasm'
}
