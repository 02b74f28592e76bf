import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export type Finished = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }

export type RunScriptOptions = {
  /** Added to this process's environment, from which what configures Bai is left out. */
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
}

/** The workspace, which every script is started in. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Starts a TypeScript file of this workspace as package.json's scripts do. @param script path from the root */
export function startScript(
  script: string,
  args: readonly string[],
  environment: RunScriptOptions['environment'] = {},
) {
  const inherited = Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('BAI_'))
  return spawn(process.execPath, ['--conditions=@bai/source', '--import', 'tsx', script, ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: 'pipe',
  })
}

/** Runs a script to its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  { environment, input = '' }: RunScriptOptions = {},
): Promise<Finished> {
  const child = startScript(script, args, environment)
  // A command that does not read its input may be gone before it is written.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), exited])
  return { exitCode, stdout, stderr }
}
