import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const faceMatch = createRequire(import.meta.url).resolve('@bai/face-match/package.json')
/** The engine of the version that the matcher is made for. */
const engine = createRequire(faceMatch).resolve('@tensorflow/tfjs-backend-wasm/package.json')

/** What the face matcher fetches when it is first used: its models, with their licences, and the engine. */
const FOLDERS = [
  { from: join(dirname(faceMatch), 'models'), into: 'face/models', only: /./ },
  // The threaded engine needs a page that is isolated from all others, which this one is not.
  {
    from: join(dirname(engine), 'dist'),
    into: 'face/wasm',
    only: /^tfjs-backend-wasm(-simd)?\.wasm$/,
  },
]

/** Serves models and engine from the app itself, never from elsewhere. */
export function faceFiles(): Plugin {
  return {
    name: 'bai-face-files',
    apply: 'build',
    async buildStart() {
      for (const { from, into, only } of FOLDERS) {
        for (const name of (await readdir(from)).filter((file) => only.test(file))) {
          this.emitFile({ type: 'asset', fileName: `${into}/${name}`, source: await readFile(join(from, name)) })
        }
      }
    },
  }
}
