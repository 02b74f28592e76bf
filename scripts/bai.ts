// `pnpm -s bai <command>`: the one command line of Bai, over the packages' public functions.
import { Command, CommanderError } from 'commander'
import { reportFailure } from './commands/report-failure.ts'
import { reportMisuse } from './commands/report-misuse.ts'

/** Each is loaded when it is called: the whole of Bai takes seconds to load, a wallet a fraction of one. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  registry: async () => (await import('./commands/registry.ts')).registryCommand(),
  issuer: async () => (await import('./commands/issuer.ts')).issuerCommand(),
  wallet: async () => (await import('./commands/wallet.ts')).walletCommand(),
  verifier: async () => (await import('./commands/verifier.ts')).verifierCommand(),
  bundle: async () => (await import('./commands/bundle.ts')).bundleCommand(),
  face: async () => (await import('./commands/face.ts')).faceCommand(),
  agency: async () => (await import('./commands/agency.ts')).agencyCommand(),
  operator: async () => (await import('./commands/operator.ts')).operatorCommand(),
  vectors: async () => (await import('./commands/vectors.ts')).vectorsCommand(),
}

// Whoever reads our output may stop reading (`bai … | head`); there is nobody left to write to.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const program = new Command('bai')
  .description('Bai: credentials for ID card and house registration, verified offline')
  .addHelpText('after', '\nExit code: 0 good, 1 refused, 2 misuse. With --json, one JSON document on standard output.')
const named = COMMANDS[process.argv[2] ?? '']
for (const load of named ? [named] : Object.values(COMMANDS)) program.addCommand(await load())
throwOnExit(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = error instanceof CommanderError ? reportMisuse(error) : reportFailure(error)
}

/** Commander would end the process itself, and its codes are not ours. */
function throwOnExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) throwOnExit(child as Command)
}
