import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { startEngine } from '../../node/engine.ts'
import { openFacePool } from '../../node/index.ts'
import { createFaceMatcher, defaultProfile } from '../../src/index.ts'
import { computeModelHash, type ModelManifest, parseManifest } from '../../src/model.ts'

const models = new URL('../../models/', import.meta.url)
const manifestText = readFileSync(new URL('manifest.json', models), 'utf8')
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const readModelFile = (name: string) => readFile(new URL(name, models))

function damagedFile(file: string) {
  return expect.objectContaining({ code: 'model_damaged', details: { file } })
}

describe('the shipped models', () => {
  const manifest = parseManifest(manifestText)

  it('are the files of the manifest, byte for byte, and under 25 MB', () => {
    for (const file of manifest.files) {
      const bytes = readFileSync(new URL(file.name, models))
      expect(bytes.length, file.name).toBe(file.bytes)
      expect(sha256(bytes), file.name).toBe(file.sha256)
    }
    expect(manifest.files.reduce((sum, file) => sum + file.bytes, 0)).toBeLessThan(25e6)
  })

  it('name their package, version and licence, and come with the licence texts', () => {
    for (const file of manifest.files) {
      expect(file.packageVersion, file.name).toMatch(/^\d+\.\d+\.\d+$/)
      expect(file.licence, file.name).toBe('MIT')
      expect(
        manifest.files.some((other) => other.package === file.package && other.packageFile === 'LICENSE'),
        file.package,
      ).toBe(true)
    }
  })
})

describe('computeModelHash', () => {
  it('is what sha256sum gives over the sorted list', async () => {
    const file = (name: string, letter: string) => ({ name, sha256: letter.repeat(64) }) as ModelManifest['files'][0]
    const manifest: ModelManifest = {
      format: 'bai-face-models',
      version: 1,
      files: [file('b.bin', 'b'), file('a.json', 'a')],
    }
    // printf '%s  a.json\n%s  b.bin\n' "$(printf 'a%.0s' {1..64})" "$(printf 'b%.0s' {1..64})" | sha256sum
    expect(await computeModelHash(manifest, sha256)).toBe(
      'b17b31fb01e08dd57221342cea6f49cb415145a9c1ce2bd0ba5e1039c077b73f',
    )
  })
})

describe('parseManifest refuses', () => {
  const file = { name: 'a.bin', sha256: 'a'.repeat(64), bytes: 1 }
  const cases: Record<string, string> = {
    'what is not JSON': '{',
    'another format': JSON.stringify({ format: 'x', version: 1, files: [] }),
    'another version': JSON.stringify({ format: 'bai-face-models', version: 2, files: [] }),
    'a missing list': JSON.stringify({ format: 'bai-face-models', version: 1 }),
    'a name that leaves the folder': JSON.stringify({
      format: 'bai-face-models',
      version: 1,
      files: [{ ...file, name: '../a.bin' }],
    }),
    'a hash that is none': JSON.stringify({
      format: 'bai-face-models',
      version: 1,
      files: [{ ...file, sha256: 'aa' }],
    }),
    'a file that is null': JSON.stringify({ format: 'bai-face-models', version: 1, files: [null] }),
    null: 'null',
  }
  for (const [what, text] of Object.entries(cases)) {
    it(what, () => expect(() => parseManifest(text)).toThrow(damagedFile('manifest.json')))
  }
})

describe('createFaceMatcher refuses', () => {
  beforeAll(() => startEngine())

  it('a weight file with one changed bit', async () => {
    const read = async (name: string) => {
      const bytes = await readModelFile(name)
      if (name === 'embedding-b.bin') bytes[1_000_000]! ^= 1
      return bytes
    }
    const opening = createFaceMatcher({ manifest: manifestText, readModelFile: read, sha256 })
    await expect(opening).rejects.toEqual(damagedFile('embedding-b.bin'))
  })

  it('a truncated and a missing file', async () => {
    const truncated = async (name: string) => (await readModelFile(name)).subarray(0, 1000)
    await expect(createFaceMatcher({ manifest: manifestText, readModelFile: truncated, sha256 })).rejects.toEqual(
      damagedFile('blazeface-front.json'),
    )
    const missing = () => Promise.reject(new Error('ENOENT'))
    await expect(createFaceMatcher({ manifest: manifestText, readModelFile: missing, sha256 })).rejects.toEqual(
      damagedFile('blazeface-front.json'),
    )
  })

  it('models that the profile was not measured with, even if their manifest fits them', async () => {
    const manifest = parseManifest(manifestText)
    manifest.files[0]!.sha256 = 'f'.repeat(64)
    const refused = expect.objectContaining({
      code: 'profile_of_other_models',
      details: { profile: defaultProfile.id },
    })
    await expect(createFaceMatcher({ manifest: JSON.stringify(manifest), readModelFile, sha256 })).rejects.toEqual(
      refused,
    )
    const profile = { ...defaultProfile, modelHash: 'f'.repeat(64) }
    await expect(createFaceMatcher({ manifest: manifestText, readModelFile, sha256, profile })).rejects.toEqual(refused)
    await expect(openFacePool({ workers: 1, profile })).rejects.toEqual(refused)
  })
})
