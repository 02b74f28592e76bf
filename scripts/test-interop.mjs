// `npm run test:interop`: installs published wallets beside the workspace, and lets them receive from our issuer.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { installWorkspace, runInWorkspace } from './install-workspace.mjs'

const interop = fileURLToPath(new URL('../interop', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

installWorkspace()
const args = ['--yes', packageManager, 'install', '--ignore-workspace', '--frozen-lockfile', '--reporter=silent']
const { status } = spawnSync('npx', args, { cwd: interop, stdio: ['ignore', 'inherit', 'inherit'] })
if (status === 0) {
  process.exitCode = await runInWorkspace([
    'node_modules/vitest/vitest.mjs',
    'run',
    '--root',
    'interop',
    ...process.argv.slice(2),
  ])
} else {
  console.error(
    `The published wallets could not be installed. Try it by itself: cd interop && npx ${args.slice(1).join(' ')}`,
  )
  process.exitCode = 1
}
