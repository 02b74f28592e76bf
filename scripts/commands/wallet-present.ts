import type { OfflineMessage } from '@bai/credential'
import { agree, decline, type LoggedWallet, openAddress, openCode, planFor } from '@bai/wallet-agent'
import { Command } from 'commander'
import { askToAgree } from './ask-to-agree.ts'
import { drawCodes } from './draw-codes.ts'
import { explainRequest } from './explain-request.ts'
import { printProgress, printResult } from './output.ts'
import { readToken, writeOutput } from './read-input.ts'
import { addBundleOptions, openWalletOf, type WalletOptions } from './wallet-options.ts'

type PresentOptions = WalletOptions & {
  readonly dev?: boolean
  readonly yes?: boolean
  readonly without: readonly string[]
  readonly allMembers?: boolean
  readonly out?: string
  readonly qr?: string
}

export function walletPresentCommand(): Command {
  const command = new Command('present')
    .description('answer a request: its address (openid4vp://…), a file, - for standard input, or the request itself')
    .argument('<REQUEST>', 'the request')
    .option('--yes', 'agree to what would be shown, without being asked')
    .option(
      '--without <CLAIM>',
      'keep a claim back, for example family_name or address.soi; may be repeated',
      collect,
      [],
    )
    .option('--all-members', 'show the rows of other people in the house too, where they are asked for')
    .option('--out <FILE>', 'write the presentation to a file')
    .option('--qr <FILE>', 'draw the presentation as QR codes, for a kiosk to scan (SVG)')
    .option('--dev', 'with an address: allow http on loopback; an address that leads there is enough too')
    .action(present)
  return addBundleOptions(command, 'whether the verifier is registered, and what codes need not carry')
}

async function present(request: string, options: PresentOptions): Promise<void> {
  const isOnline = /^(openid4vp|haip|eudi-openid4vp):/i.test(request)
  const wallet = await openWalletOf(options, isOnline && (options.dev ?? leadsToLoopback(request)))
  const asked = isOnline
    ? await openAddress(request, wallet)
    : await openCode(await readToken(request, 'request'), wallet)
  const choice = { withhold: options.without, includeOtherMembers: options.allMembers ?? false }
  const plan = await planFor(asked, choice, wallet)
  printProgress(explainRequest(asked.asker, plan))
  if (!(options.yes ?? (await askToAgree()))) {
    await decline(asked, wallet)
    printResult(options, { presented: false }, 'Nothing was shown.')
    process.exitCode = 1
    return
  }
  const answered = await agree(asked, plan, wallet)
  if (answered.kind === 'code') return handOver(answered.message, options, wallet)
  const { redirectUri } = answered
  const goOn = redirectUri === undefined ? '' : ` Go on at ${redirectUri}`
  const text = `Shown to ${asked.asker.responseHost}.${goOn}`
  printResult(options, { presented: true, redirect_uri: redirectUri }, text)
}

/** As codes, to a file, or printed. */
async function handOver(message: OfflineMessage, options: PresentOptions, wallet: LoggedWallet): Promise<void> {
  const { qr, out } = options
  const vpToken = 'vpToken' in message ? message.vpToken : undefined
  if (qr !== undefined) {
    const { svg, bytes, codes } = drawCodes(message, (await wallet.openBundle?.())?.certificates ?? [])
    await writeOutput(qr, svg)
    const document = { presented: true, file: qr, bytes, codes }
    printResult(options, document, `${codes} QR codes of ${bytes} bytes in ${qr}.`)
  } else if (out === undefined) printResult(options, { vp_token: vpToken }, JSON.stringify(vpToken))
  else {
    await writeOutput(out, JSON.stringify({ vp_token: vpToken }))
    printResult(options, { presented: true, file: out }, `Written to ${out}.`)
  }
}

/** Whoever types an address of their own machine means it. */
function leadsToLoopback(address: string): boolean {
  return /(request_uri|response_uri)=http(:|%3A)(\/|%2F){2}(127\.0\.0\.1|localhost)\b/i.test(address)
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}
