import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'

type PrecacheOptions = {
  /** The script in which `__PRECACHE__` stands for the list. */
  readonly into: string
  /** Files that are kept when they are first used. */
  readonly without: RegExp
}

/**
 * Writes into the service worker what it has to keep: every file of the build, with the hash of what is in it. Whatever
 * changes, the service worker changes with it, which is how a browser notices a new version.
 */
export function precache({ into, without }: PrecacheOptions): Plugin {
  return {
    name: 'bai-precache',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[into]
        if (worker?.type !== 'chunk') throw new Error(`The build has no ${into}.`)
        const files = Object.values(bundle).filter(({ fileName }) => fileName !== into && !without.test(fileName))
        const list = files.map((file) => [file.fileName, hashOf(file)]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
        worker.code = worker.code.replace('__PRECACHE__', () => JSON.stringify(list))
      },
    },
  }
}

function hashOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string {
  const content = file.type === 'chunk' ? file.code : file.source
  return createHash('sha256').update(content).digest('base64url').slice(0, 16)
}
