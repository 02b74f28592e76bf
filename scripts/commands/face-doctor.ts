import { availableParallelism } from 'node:os'
import { computeModelHash, createFaceMatcher, defaultProfile, FaceMatchError } from '@bai/face-match'
import { openModelFiles, startEngine } from '@bai/face-match/node'
import { Command } from 'commander'
import { type JsonOption, printResult } from './output.ts'

export function faceDoctorCommand(): Command {
  return new Command('doctor')
    .description('say which engine runs, and whether models and profile are what they should be; exit code 1 if not')
    .option('--json', 'print one JSON document')
    .action(doctor)
}

async function doctor(options: JsonOption): Promise<void> {
  const engine = await startEngine()
  const models = await checkModels()
  const { id, revision, defaultOperatingPoint } = defaultProfile
  const document = {
    ok: models.error === undefined,
    engine: engine.engine,
    tfjs: engine.version,
    simd: engine.simd,
    native_missing: engine.nativeMissing ?? null,
    cores: availableParallelism(),
    models,
    profile: `${id}@${revision}`,
    operating_point: defaultOperatingPoint,
  }
  const native = engine.nativeMissing ? ` (the native library does not load: ${engine.nativeMissing})` : ''
  const text = [
    `Engine: ${engine.engine}, TensorFlow.js ${engine.version}, SIMD ${engine.simd ? 'yes' : 'no: three times slower'}${native}`,
    models.error === undefined
      ? `Models: good, loaded in ${models.milliseconds} ms, ${models.hash.slice(0, 16)}…`
      : `Models: ${models.error}. Install the package again.`,
    `Profile: ${document.profile}, operating point ${defaultOperatingPoint}`,
    `Cores: ${document.cores}`,
  ]
  printResult(options, document, text.join('\n'))
  process.exitCode = document.ok ? 0 : 1
}

/** Loads the models as a matcher does: by their hashes, and with the profile that was measured with them. */
async function checkModels(): Promise<{ hash: string; milliseconds: number; error?: string }> {
  const files = await openModelFiles()
  const start = performance.now()
  try {
    const matcher = await createFaceMatcher(files)
    const milliseconds = Math.round(performance.now() - start)
    await matcher.dispose()
    return { hash: await computeModelHash(JSON.parse(files.manifest), files.sha256), milliseconds }
  } catch (error) {
    if (!(error instanceof FaceMatchError)) throw error
    return { hash: '', milliseconds: 0, error: error.message }
  }
}
