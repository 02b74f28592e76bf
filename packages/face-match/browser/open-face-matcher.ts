import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { ready, setBackend } from '@tensorflow/tfjs-core'
import { createFaceMatcher, type FaceMatcher, type FaceMatcherDependencies } from '../src/index.ts'

export type BrowserMatcherOptions = Pick<FaceMatcherDependencies, 'profile' | 'cohort'> & {
  /** Folder with the files of `models/`, ending in a slash. */
  modelsUrl: string
  /** Folder with the `.wasm` files of `@tensorflow/tfjs-backend-wasm`, ending in a slash. */
  wasmUrl: string
}

/**
 * Opens a matcher in a page or a worker of a browser, on WASM. The pictures never leave the page; models and engine are
 * fetched once, 8 MB in all, and checked against their hashes.
 * @throws FaceMatchError `model_damaged`, `cohort_malformed`
 */
export async function openFaceMatcher({ modelsUrl, wasmUrl, ...options }: BrowserMatcherOptions): Promise<FaceMatcher> {
  setWasmPaths(wasmUrl)
  await setBackend('wasm')
  await ready()
  return createFaceMatcher({
    ...options,
    manifest: new TextDecoder().decode(await download(`${modelsUrl}manifest.json`)),
    readModelFile: (name) => download(modelsUrl + name),
    sha256,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  })
}

async function download(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`a model file cannot be fetched: status ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
