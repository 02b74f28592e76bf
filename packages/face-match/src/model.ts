import { FaceMatchError } from './errors.ts'

/** One shipped file and where it comes from. */
export type ModelFile = {
  name: string
  /** Lower-case hex. */
  sha256: string
  bytes: number
  /** The npm package it was built from. */
  package: string
  packageVersion: string
  packageFile: string
  licence: string
}

/** `models/manifest.json`. */
export type ModelManifest = { format: 'bai-face-models'; version: 1; files: ModelFile[] }

/** SHA-256 in lower-case hex; comes from outside because each platform has its own. */
export type Sha256 = (bytes: Uint8Array) => string | Promise<string>

/** Reads one model file by the name it has in the manifest. */
export type ReadModelFile = (name: string) => Promise<Uint8Array>

/**
 * Reads a manifest.
 * @throws FaceMatchError `model_damaged`
 */
export function parseManifest(json: string): ModelManifest {
  let manifest: unknown
  try {
    manifest = JSON.parse(json)
  } catch (cause) {
    throw damaged('manifest.json', 'is not JSON', cause)
  }
  if (!isManifest(manifest)) throw damaged('manifest.json', 'is not a manifest of face models, version 1')
  return manifest
}

/**
 * One hash for a whole set of models: SHA-256 over the lines `<sha256>  <name>`, sorted by name, so that
 * `sha256sum` can compute it too.
 */
export async function computeModelHash(manifest: ModelManifest, sha256: Sha256): Promise<string> {
  const sorted = manifest.files.toSorted((p, q) => (p.name < q.name ? -1 : 1))
  return sha256(new TextEncoder().encode(sorted.map((file) => `${file.sha256}  ${file.name}\n`).join('')))
}

/**
 * Makes a reader that gives out a file only if it is byte for byte the one in the manifest.
 * @throws FaceMatchError `model_damaged`, from the reader
 */
export function verifiedReader(manifest: ModelManifest, readModelFile: ReadModelFile, sha256: Sha256): ReadModelFile {
  return async (name) => {
    const expected = manifest.files.find((file) => file.name === name)
    if (expected === undefined) throw damaged(name, 'is not in the manifest')
    let bytes: Uint8Array
    try {
      bytes = await readModelFile(name)
    } catch (cause) {
      throw damaged(name, 'cannot be read', cause)
    }
    if (bytes.length !== expected.bytes) throw damaged(name, `must have ${expected.bytes} bytes`)
    if ((await sha256(bytes)) !== expected.sha256) throw damaged(name, 'has another SHA-256 than the manifest')
    return bytes
  }
}

function damaged(file: string, what: string, cause?: unknown): FaceMatchError<'model_damaged'> {
  return new FaceMatchError(
    'model_damaged',
    `model file ${file} ${what}; install the package again`,
    { file },
    { cause },
  )
}

function isManifest(value: unknown): value is ModelManifest {
  const manifest = value as Partial<ModelManifest> | null
  return (
    manifest?.format === 'bai-face-models' &&
    manifest.version === 1 &&
    Array.isArray(manifest.files) &&
    manifest.files.length <= 100 &&
    manifest.files.every(
      (file: Partial<ModelFile> | null) =>
        typeof file?.name === 'string' &&
        /^[\w-]+(\.[\w-]+)*$/.test(file.name) &&
        typeof file.sha256 === 'string' &&
        /^[0-9a-f]{64}$/.test(file.sha256) &&
        Number.isSafeInteger(file.bytes),
    )
  )
}
