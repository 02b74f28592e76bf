// The verifier cannot reach a network, for nothing that it is made of can.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const entry = fileURLToPath(new URL('../src/verify-presentation.ts', import.meta.url))
const kernel = fileURLToPath(new URL('../../credential/src/index.ts', import.meta.url))

/** All that comes from outside of this workspace: schemas, the parsing of DIDs, the curves and base58 of `did:key`, deflate. */
const EXTERNAL = ['zod', 'did-resolver', '@noble/curves', '@scure/base', 'fflate']
const NETWORK = /\bfetch\s*\(|\b(?:XMLHttpRequest|WebSocket|EventSource|RTCPeerConnection|sendBeacon|importScripts)\b/
/** The one file that has to do with fetching: it guards a `fetch` that somebody else passes in. */
const GUARD = 'protocol/guarded-fetch.ts'

type Graph = { readonly files: ReadonlyMap<string, string>; readonly externals: ReadonlySet<string> }

/** Every module that is loaded with the entry. Type imports are erased and load nothing. */
function walk(from: string): Graph {
  const files = new Map<string, string>()
  const externals = new Set<string>()
  const visit = (path: string) => {
    if (files.has(path)) return
    const code = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    files.set(path, code)
    for (const specifier of specifiersOf(code)) {
      if (specifier.startsWith('.')) visit(resolve(dirname(path), specifier))
      else if (specifier === '@bai/credential') visit(kernel)
      else externals.add(specifier)
    }
  }
  visit(from)
  return { files, externals }
}

function specifiersOf(code: string): readonly string[] {
  const statements = code.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)
  return [...statements].map(([, specifier = '']) => specifier)
}

const { files, externals } = walk(entry)

test('the walk goes through all of the verifier and the kernel', () => {
  const names = [...files.keys()]
  for (const part of ['check-status.ts', 'sd-jwt/verify.ts', 'did/web.ts', 'status-list/token.ts', GUARD])
    expect(names.some((name) => name.endsWith(part))).toBe(true)
  expect(names.every((name) => existsSync(name))).toBe(true)
})

test('no module of Node or of a browser is loaded, and no package but those named here', () => {
  const packages = [...externals].map((name) =>
    name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/'),
  )
  expect([...new Set(packages)].sort()).toEqual([...EXTERNAL].sort())
})

test('no file names a way to the network, nor loads code while it runs', () => {
  const named = [...files].filter(([path, code]) => NETWORK.test(code) && !path.endsWith(GUARD)).map(([path]) => path)
  expect(named).toEqual([])
  expect(
    [...files].filter(([, code]) => /\bimport\s*\(|\brequire\b|\beval\b/.test(code)).map(([path]) => path),
  ).toEqual([])
})

test('the guard calls the fetch that it is given, and knows no other', () => {
  const code = [...files].find(([path]) => path.endsWith(GUARD))?.[1] ?? ''
  expect(code).toMatch(/export function createGuardedFetch\(\s*fetch: typeof globalThis\.fetch/)
  expect(code.match(/globalThis/g)).toHaveLength(code.match(/typeof globalThis/g)?.length ?? 0)
})
