// `npm test`: installs the workspace with the pinned pnpm, then runs every test.
import { installWorkspace, runInWorkspace } from './install-workspace.mjs'

installWorkspace()
process.exitCode = await runInWorkspace(['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)])
