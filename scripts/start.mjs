// `npm start`: installs the workspace with the pinned pnpm, then runs the story and keeps the network serving.
// Plain JavaScript without dependencies, for nothing is installed yet.
import { installWorkspace, runInWorkspace } from './install-workspace.mjs'

installWorkspace()
// The apps are not needed for the story alone. They take two seconds each, and what is left of an older build is not trusted.
if (!process.argv.includes('--once')) {
  for (const app of ['packages/verifier/kiosk', 'packages/wallet-agent/pwa'])
    await runInWorkspace(['node_modules/vite/bin/vite.js', 'build', app, '--logLevel', 'warn'])
}
process.exitCode = await runInWorkspace([
  '--conditions=@bai/source',
  '--import',
  'tsx',
  'scripts/story.ts',
  ...process.argv.slice(2),
])
