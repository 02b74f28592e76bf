import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { FaceMatcherDependencies } from '../src/index.ts'
import { computeModelHash, parseManifest, verifiedReader } from '../src/model.ts'

type ModelFiles = Pick<FaceMatcherDependencies, 'manifest' | 'readModelFile' | 'sha256'>

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Manifest and reader of the shipped models. */
export async function openModelFiles(): Promise<ModelFiles> {
  const folder = modelsFolder()
  return {
    manifest: await readFile(new URL('manifest.json', folder), 'utf8').catch(() => ''),
    readModelFile: (name) => readFile(new URL(name, folder)),
    sha256,
  }
}

/**
 * Reads every model file once and compares it with the manifest.
 * @returns the hash of the whole set
 * @throws FaceMatchError `model_damaged`
 */
export async function checkModelFiles(): Promise<string> {
  const { manifest: json, readModelFile, sha256: hash } = await openModelFiles()
  const manifest = parseManifest(json)
  const read = verifiedReader(manifest, readModelFile, hash)
  for (const { name } of manifest.files) await read(name)
  return computeModelHash(manifest, hash)
}

/** `models/` is beside `node/` in the source and two levels up from it in a build. */
function modelsFolder(): URL {
  const [beside, above] = ['../models/', '../../models/'].map((path) => new URL(path, import.meta.url))
  return existsSync(beside!) ? beside! : above!
}
