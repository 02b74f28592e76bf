import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { createFaceMatcher, type FaceMatcher } from '../src/index.ts'
import { startEngine } from './engine.ts'

/**
 * Opens the matcher with the shipped models on the best engine of this machine. Takes about half a second; open it
 * once and share it.
 * @throws FaceMatchError `model_damaged`
 */
export async function openFaceMatcher(): Promise<FaceMatcher> {
  await startEngine()
  const models = modelsDirectory()
  return createFaceMatcher({
    manifest: await readFile(new URL('manifest.json', models), 'utf8'),
    readModelFile: (name) => readFile(new URL(name, models)),
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    pause: () => setImmediate(),
  })
}

/** `models/` is beside `node/` in the source and two levels up from it in a build. */
function modelsDirectory(): URL {
  const [beside, above] = ['../models/', '../../models/'].map((path) => new URL(path, import.meta.url))
  return existsSync(beside!) ? beside! : above!
}
