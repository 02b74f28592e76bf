import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { env, getBackend, ready, setBackend, version_core } from '@tensorflow/tfjs-core'

/** `tensorflow` is the native library of `@tensorflow/tfjs-node`, `wasm` the engine that runs everywhere. */
export type EngineName = 'tensorflow' | 'wasm'

/** What runs the networks, and why the faster one does not. */
export type EngineReport = {
  engine: EngineName
  version: string
  /** Of WASM: without it everything takes three times as long. */
  simd: boolean
  /** Why the native library is not used: the code of its error, as `MODULE_NOT_FOUND`; nothing where it is used. */
  nativeMissing?: string
}

let chosen: Promise<EngineReport> | undefined

/** Chooses TensorFlow.js's engine for this thread, once: the native one where it loads, else WASM with SIMD. */
export function startEngine(): Promise<EngineReport> {
  chosen ??= chooseEngine()
  return chosen
}

async function chooseEngine(): Promise<EngineReport> {
  const nativeMissing = await startNative()
  if (nativeMissing === undefined) return { engine: 'tensorflow', version: version_core, simd: true }
  await startWasm()
  return { engine: 'wasm', version: version_core, simd: await hasSimd(), nativeMissing }
}

/** Takes the native library, if it loads. @returns why it did not */
export async function startNative(): Promise<string | undefined> {
  try {
    await import('@tensorflow/tfjs-node')
    return (await setBackend('tensorflow')) ? undefined : 'backend_not_registered'
  } catch (error) {
    // An optional dependency whose native library is downloaded at install and is often not there.
    return error instanceof Error && 'code' in error ? String(error.code) : 'load_failed'
  }
}

/** Takes WASM, in one thread. */
export async function startWasm(): Promise<void> {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${dirname(main)}/`)
  // The threaded build needs browser workers and does not start in Node.js.
  setThreadsCount(1)
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  await setBackend('wasm')
  await ready()
  if (getBackend() !== 'wasm') throw new Error('the WASM engine of TensorFlow.js did not start')
}

async function hasSimd(): Promise<boolean> {
  return Boolean(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))
}
