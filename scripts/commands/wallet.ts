import { receiveCredentials, type StoredCredential } from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { type JsonOption, printResult } from './output.ts'
import { walletPresentCommand } from './wallet-present.ts'
import { walletPrintCommand, walletShowCommand } from './wallet-show.ts'

type DataOptions = JsonOption & { readonly data: string; readonly dev?: boolean }
type ReceiveOptions = DataOptions & { readonly txCode?: string }

export function walletCommand(): Command {
  const wallet = new Command('wallet').description('the wallet of a citizen: receive, list, present')
  dataOptions(wallet.command('receive <OFFER_URI>').description('receive, check and store the credentials of an offer'))
    .option('--tx-code <N>', 'transaction code that came with the offer')
    .option('--dev', 'allow http on loopback; an offer from loopback is enough too')
    .action(receive)
  dataOptions(wallet.command('list').description('list the credentials that are held')).action(list)
  for (const command of [walletPresentCommand(), walletShowCommand(), walletPrintCommand()])
    wallet.addCommand(dataOptions(command))
  return wallet
}

function dataOptions(command: Command): Command {
  return command.option('--data <DIR>', 'data folder', '.bai').option('--json', 'print one JSON document')
}

async function receive(offer: string, options: ReceiveOptions): Promise<void> {
  const wallet = openWallet({ dataFolder: options.data, allowLoopbackHttp: options.dev ?? isLoopbackOffer(offer) })
  const received = await receiveCredentials(
    { offer, ...(options.txCode !== undefined && { txCode: options.txCode }) },
    wallet,
  )
  printResult(
    options,
    { credentials: received.map(describe) },
    received.map((stored) => `Received ${describeLine(stored)}`).join('\n'),
  )
}

async function list(options: DataOptions): Promise<void> {
  const held = await openWallet({ dataFolder: options.data, allowLoopbackHttp: false }).credentials.list()
  printResult(options, { credentials: held.map(describe) }, held.map(describeLine).join('\n') || 'No credentials yet.')
}

function describe({ id, configurationId, vct, issuer, receivedAt, expiresAt }: StoredCredential) {
  return { id, type: configurationId, vct, issuer, received_at: receivedAt, expires_at: expiresAt }
}

function describeLine({ configurationId, issuer, expiresAt }: StoredCredential): string {
  return `${configurationId} from ${issuer}, good until ${expiresAt ?? 'further notice'}`
}

/** Whoever types an offer from their own machine means it: no other offer can lead there. */
function isLoopbackOffer(offer: string): boolean {
  return /(credential_issuer%22%3A%22|credential_offer_uri=)http(:|%3A)(\/|%2F){2}(127\.0\.0\.1|localhost)\b/i.test(
    offer,
  )
}
