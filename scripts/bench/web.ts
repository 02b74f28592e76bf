import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { againstBytes, type Measured } from './measure.ts'

const WALLET = fileURLToPath(new URL('../../packages/wallet-agent/pwa/', import.meta.url))
/** Compressed, without the face models (performance.md). */
const TARGET_BYTES = 200_000
const BARE_PAGE = "import { createRoot } from 'react-dom/client'\ncreateRoot(document.body).render('hello')\n"

/**
 * What a phone loads before the wallet's first screen can be used: the scripts of its page with all that they import at once,
 * compressed as servers do. Against a page that shows a word with React, built in the same run.
 */
export async function benchWeb(): Promise<Measured> {
  const chunks = await chunksOf({ configFile: `${WALLET}vite.config.ts` })
  const entry = [...chunks.values()].find(({ isEntry, name }) => isEntry && name === 'index')
  if (entry === undefined) throw new Error('The wallet has no page.')
  const first = [...withImports(entry, chunks)]
  const start = sizeOf(first)
  const bare = sizeOf([...(await chunksOf({ configFile: false, plugins: [barePage()], root: WALLET })).values()])
  const rest = [...chunks.values()].filter((chunk) => !first.includes(chunk))
  return {
    ...againstBytes('web', 'the target', [], { value: start, target: TARGET_BYTES }),
    figures: {
      start_page_scripts_kilobytes: start / 1000,
      page_with_react_alone_kilobytes: bare / 1000,
      ratio_to_react_alone: start / bare,
      behind_the_lock_kilobytes: sizeOf(rest) / 1000,
    },
  }
}

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>

async function chunksOf(options: Parameters<typeof build>[0]): Promise<Chunks> {
  const built = await build({ ...options, logLevel: 'silent', build: { ...options?.build, write: false } })
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  return new Map(outputs.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])))
}

function* withImports(
  chunk: Rolldown.OutputChunk,
  chunks: Chunks,
  seen = new Set<string>(),
): Generator<Rolldown.OutputChunk> {
  if (seen.has(chunk.fileName)) return
  seen.add(chunk.fileName)
  yield chunk
  for (const name of chunk.imports) {
    const imported = chunks.get(name)
    if (imported !== undefined) yield* withImports(imported, chunks, seen)
  }
}

function sizeOf(chunks: readonly Rolldown.OutputChunk[]): number {
  return chunks.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0)
}

/** A page that is not on the disk. */
function barePage() {
  const id = 'virtual:bare-page'
  return {
    name: 'bare-page',
    config: () => ({ build: { rolldownOptions: { input: id } } }),
    resolveId: (source: string) => (source === id ? `${WALLET}bare-page.js` : undefined),
    load: (path: string) => (path === `${WALLET}bare-page.js` ? BARE_PAGE : undefined),
  }
}
