import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export type TestPostgres = AsyncDisposable & { readonly url: string }

/** Why the tests on PostgreSQL are skipped; undefined where they can run. */
export const postgresMissing: string | undefined =
  findPrograms() === undefined
    ? 'PostgreSQL is not installed: neither initdb in PATH nor /usr/lib/postgresql/*/bin/initdb'
    : undefined

/** Starts a cluster of its own in a temporary folder, reached through a socket in it: no port, no password, no trace. */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = findPrograms()
  if (programs === undefined) throw new Error(postgresMissing)
  const folder = mkdtempSync(join(tmpdir(), 'bai-pg-'))
  const user = unprivilegedUser()
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'bai', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'], {
    ...user,
    cwd: folder,
    stdio: 'pipe',
  })
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'max_connections=40']
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...user,
    cwd: folder,
    env: { PATH: programs, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await untilReady(server)
  return {
    url: `postgresql://bai@localhost/postgres?host=${folder}`,
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'exit')
      // SIGINT is a "fast shutdown": connections are cut, nothing is waited for.
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(server: ChildProcess): Promise<void> {
  let log = ''
  for await (const chunk of server.stderr?.iterator({ destroyOnReturn: false }) ?? []) {
    log += String(chunk)
    if (log.includes('ready to accept connections')) {
      // Read on, or the pipe fills and the server waits.
      server.stderr?.resume()
      return
    }
  }
  throw new Error(`PostgreSQL did not start:\n${log}`)
}

/** The folder of initdb and postgres. Newest version first. */
function findPrograms(): string | undefined {
  const root = '/usr/lib/postgresql'
  const installed = (() => {
    try {
      return readdirSync(root).sort((a, b) => Number(b) - Number(a))
    } catch {
      return []
    }
  })()
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...installed.map((version) => join(root, version, 'bin')),
  ]
  return folders.find((folder) => ['initdb', 'postgres'].every((program) => isExecutable(join(folder, program))))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** PostgreSQL refuses to run as root, so there it runs as `postgres` or `nobody`. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody') ?? []
  if (uid === undefined) throw new Error('PostgreSQL does not run as root, and there is neither postgres nor nobody.')
  return { uid: Number(uid), gid: Number(gid) }
}
