// `npm start`: installs the workspace with the pinned pnpm, then runs the story and keeps the network serving.
// Plain JavaScript without dependencies, for nothing is installed yet.
import { installWorkspace, runInWorkspace } from './install-workspace.mjs'

installWorkspace()
process.exitCode = await runInWorkspace([
  '--conditions=@bai/source',
  '--import',
  'tsx',
  'scripts/story.ts',
  ...process.argv.slice(2),
])
