import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { startScript } from '../../scripts/test/cli/run-script.ts'

export type ChildIssuer = {
  readonly url: string
  readonly operatorToken: string
  /** All that it has written so far, to both of its outputs. */
  output(): string
  /** `kill -9`: nothing is closed, nothing is written any more. */
  kill(): Promise<void>
  /** Asks it to stop, and waits until it has. @returns its exit code */
  stop(): Promise<number | null>
}

export type ChildIssuerOptions = {
  readonly dataFolder: string
  /** 0 takes a free one. */
  readonly port: number
  readonly databaseUrl?: string | undefined
  /** More variables for its environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** With the faces of the tests instead of the matcher, which takes seconds. */
  readonly simpleFaces?: boolean
}

/** Starts `bai issuer serve` as a process of its own, and waits until it says that it is ready. */
export async function startChildIssuer({
  dataFolder,
  port,
  databaseUrl,
  environment = {},
  simpleFaces = false,
}: ChildIssuerOptions): Promise<ChildIssuer> {
  const child = startScript(
    simpleFaces ? 'e2e/support/serve-simple-faces.ts' : 'scripts/bai.ts',
    simpleFaces
      ? [dataFolder, String(port)]
      : ['issuer', 'serve', '--json', '--dev', '--port', String(port), '--data', dataFolder],
    { ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }), ...environment },
  )
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  let output = ''
  const note = (chunk: unknown) => {
    output += chunk
  }
  child.stderr.on('data', note)
  child.stdout.on('data', note)
  const lines = createInterface({ input: child.stdout })
  const ready = once(lines, 'line').then(([line]) => String(line))
  const first = await Promise.race([ready, exited])
  if (typeof first !== 'string') throw new Error(`The issuer ended with ${first} before it was ready:\n${output}`)
  const { url, operator_token: operatorToken } = JSON.parse(first) as { url: string; operator_token: string }
  return {
    url,
    operatorToken,
    output: () => output,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}
