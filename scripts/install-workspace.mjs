import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager, engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

/** Installs exactly what the lockfile says, with exactly the pnpm that package.json names; ends the process if it cannot. */
export function installWorkspace() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `Bai needs Node ${engines.node}; this is ${process.versions.node}. Install a newer Node and start again.`,
    )
    process.exit(1)
  }
  console.error(`Installing with ${packageManager} …`)
  const install = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=silent'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (install.status === 0) return
  console.error(`The installation failed. Try it by itself to see why: npx ${packageManager} install --frozen-lockfile`)
  process.exit(1)
}

/** Runs Node in the workspace and passes signals on, so that Ctrl-C reaches whoever has something to close. */
export function runInWorkspace(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
  // A terminal sends Ctrl-C to parent and child; a supervisor sends its signal to the parent alone.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1)))
}
