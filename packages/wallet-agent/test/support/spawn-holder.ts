import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('holder-process.ts', import.meta.url))

/** Starts another process on a wallet. @param todo as in holder-process.ts */
export function spawnHolder(path: string, ...todo: readonly string[]): ChildProcess {
  const args = ['--conditions=@bai/source', '--import', 'tsx', SCRIPT, path, ...todo]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}
