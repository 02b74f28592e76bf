import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A fenced block: `sh` is run, `sh serve` goes on running, `sh refused` has to end with exit code 1, and another with a name is a file. */
export type PageBlock = { readonly info: string; readonly text: string }

export type FollowedBlock = PageBlock & { readonly stdout: string; readonly exitCode: number }

const root = fileURLToPath(new URL('../../', import.meta.url))
const READY_MILLISECONDS = 60_000

export function blocksOf(page: string): readonly PageBlock[] {
  const fences = page.matchAll(/^```([^\n]+)\n([\s\S]*?)^```$/gm)
  return [...fences].map(([, info = '', text = '']) => ({ info, text }))
}

/**
 * Follows a page of documentation in a clean folder as somebody would: each block in turn, variables kept from one to the
 * next. The ports that the page names are replaced by free ones, and `pnpm -s bai` by what it runs.
 *
 * @throws Error that names the block which could not be followed, with what it printed
 */
export async function followPage(page: string, folder: string): Promise<readonly FollowedBlock[]> {
  for (const name of ['packages', 'scripts']) await symlink(join(root, name), join(folder, name))
  const text = await withFreePorts(page)
  const servers: ChildProcess[] = []
  const shell = openShell(folder)
  const followed: FollowedBlock[] = []
  try {
    for (const block of blocksOf(text)) {
      const [language, name] = block.info.split(' ')
      if (name === 'serve') servers.push(await serve(block.text, folder))
      else if (language === 'sh') followed.push({ ...block, ...(await shell.run(block)) })
      else if (name !== undefined) await writeBlock(join(folder, name), block.text)
    }
    return followed
  } finally {
    shell.end()
    await Promise.all(servers.map(stop))
  }
}

async function writeBlock(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** `pnpm` in it runs the command line as package.json does, from the folder that is followed in. */
const BAI = `pnpm() { shift 2; node --conditions=@bai/source --import ${import.meta.resolve('tsx')} ${root}scripts/bai.ts "$@"; }\n`

function startBash(args: readonly string[], cwd: string) {
  const inherited = Object.entries(process.env).filter(([name]) => name !== 'DATABASE_URL' && !name.startsWith('BAI_'))
  // A group of its own, so that what it starts ends with it.
  return spawn('bash', args, { cwd, env: Object.fromEntries(inherited), stdio: 'pipe', detached: true })
}

/** Runs blocks in one shell, each up to its first failure. */
function openShell(folder: string) {
  const child = startBash(['-o', 'pipefail'], folder)
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    errors += data
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  child.stdin.write(BAI)
  return {
    run: async ({ info, text }: PageBlock): Promise<Pick<FollowedBlock, 'stdout' | 'exitCode'>> => {
      errors = ''
      await writeFile(join(folder, '.block.sh'), text.trimEnd().split('\n').join(' &&\n'))
      child.stdin.write('. ./.block.sh </dev/null; echo "ended $?"\n')
      const printed: string[] = []
      for (;;) {
        const { value, done } = await lines.next()
        const exitCode = done ? Number.NaN : Number(/^ended (\d+)$/.exec(value)?.[1] ?? Number.NaN)
        if (!done && Number.isNaN(exitCode)) printed.push(value)
        else if (exitCode === (info === 'sh refused' ? 1 : 0)) return { stdout: printed.join('\n'), exitCode }
        else throw new Error(`This block ended with ${exitCode}:\n${text}\n${printed.join('\n')}\n${errors}`)
      }
    },
    end: () => child.stdin.end(),
  }
}

/** @returns when it has printed its first line, which says that it is ready */
async function serve(text: string, folder: string): Promise<ChildProcess> {
  const child = startBash(['-c', `${BAI}${text}`], folder)
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    errors += data
  })
  const ready = once(child.stdout, 'data', { signal: AbortSignal.timeout(READY_MILLISECONDS) })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`This did not start:\n${text}\n${errors}`)))
  ended.catch(() => {})
  await Promise.race([ready, ended])
  child.stdout.resume()
  return child
}

/** The shell is gone before what it started is, which still has a database to close. */
async function stop({ pid }: ChildProcess): Promise<void> {
  if (pid === undefined) return
  for (let signal: NodeJS.Signals | 0 = 'SIGTERM'; isThere(-pid, signal); signal = 0) await setTimeout(50)
}

function isThere(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(group, signal)
  } catch {
    return false
  }
}

async function withFreePorts(page: string): Promise<string> {
  let text = page
  for (const port of new Set(page.match(/\b88\d\d\b/g))) text = text.replaceAll(port, String(await freePort()))
  return text
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
