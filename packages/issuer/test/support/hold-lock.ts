import { lockDataFolder } from '../../src/database/lock-data-folder.ts'

/** Run as a process of its own: locks the folder it is given, tells so, and waits to be killed. */
await lockDataFolder(process.argv[2] ?? '')
process.send?.('locked')
setInterval(() => {}, 60_000)
