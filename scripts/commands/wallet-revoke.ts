import { revokeHolding } from '@bai/wallet-agent'
import { Command } from 'commander'
import { askToAgree } from './ask-to-agree.ts'
import { printProgress, printResult } from './output.ts'
import { UsageError } from './usage-error.ts'
import { addBundleOptions, isLoopback, openWalletOf, type WalletOptions } from './wallet-options.ts'

type RevokeOptions = WalletOptions & { readonly yes?: boolean; readonly dev?: boolean }

export function walletRevokeCommand(): Command {
  const command = new Command('revoke')
    .description('have the issuer revoke a credential, in all its copies; there is no way back')
    .argument('<ID>', 'id of the credential, as in wallet status; after -- where it begins with a hyphen')
    .option('--yes', 'do it without being asked')
    .option('--dev', 'allow http on loopback; an issuer on loopback is enough too')
    .action(revoke)
  return addBundleOptions(command, 'what its issuer is called')
}

async function revoke(id: string, options: RevokeOptions): Promise<void> {
  const { credentials } = await openWalletOf(options)
  const holding = (await credentials.list()).find((held) => held.id === id)
  if (holding === undefined)
    throw new UsageError('option_malformed', 'ID', 'No such credential is held; see wallet list --json.')
  const { configurationId, issuer } = holding
  printProgress(`${configurationId} from ${issuer} will be good for nothing, here and in every copy.`)
  if (!(options.yes ?? (await askToAgree()))) {
    printResult(options, { revoked: false }, 'Nothing was revoked.')
    process.exitCode = 1
    return
  }
  await revokeHolding(id, await openWalletOf(options, options.dev ?? isLoopback(issuer)))
  printResult(options, { revoked: true }, `${configurationId} is revoked.`)
}
