// `pnpm -s bai <command>`: the one command line of Bai, over the packages' public functions.
import { Command, CommanderError } from 'commander'
import { faceCommand } from './commands/face.ts'
import { issuerCommand } from './commands/issuer.ts'
import { registryCommand } from './commands/registry.ts'
import { reportFailure } from './commands/report-failure.ts'
import { vectorsCommand } from './commands/vectors.ts'
import { verifierCommand } from './commands/verifier.ts'
import { walletCommand } from './commands/wallet.ts'

const program = new Command('bai')
  .description('Bai: credentials for ID card and house registration, verified offline')
  .addHelpText('after', '\nExit code: 0 good, 1 refused, 2 misuse. With --json, one JSON document on standard output.')
for (const command of [registryCommand, issuerCommand, walletCommand, verifierCommand, faceCommand, vectorsCommand]) {
  program.addCommand(command())
}
throwOnExit(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportFailure(error)
}

/** Commander would end the process itself, and its codes are not ours. */
function throwOnExit(command: Command): void {
  command.exitOverride()
  for (const child of command.commands) throwOnExit(child as Command)
}
