import { createInterface } from 'node:readline/promises'
import type { Bundle, VpToken } from '@bai/credential'
import {
  type OpenedRequest,
  openOnlineRequest,
  type PresentationPlan,
  planAnswer,
  planPresentation,
  presentCredentials,
  sendAnswer,
  sendRefusal,
} from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { Command } from 'commander'
import { drawCodes } from './draw-codes.ts'
import { type JsonOption, printProgress, printResult } from './output.ts'
import { readBundle } from './read-bundle.ts'
import { readToken, writeOutput } from './read-input.ts'

type PresentOptions = JsonOption & {
  readonly data: string
  readonly dev?: boolean
  readonly yes?: boolean
  readonly without: readonly string[]
  readonly allMembers?: boolean
  readonly bundle?: string
  readonly anchor?: string
  readonly out?: string
  readonly qr?: string
}

export function walletPresentCommand(): Command {
  return new Command('present')
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
    .option('--bundle <FILE>', 'the bundle: whether the verifier is registered, and what codes need not carry')
    .option('--anchor <FILE>', 'with --bundle: the public keys of its publisher')
    .option('--dev', 'with an address: allow http on loopback; an address that leads there is enough too')
    .action(present)
}

async function present(request: string, options: PresentOptions): Promise<void> {
  if (isOnline(request)) return presentOnline(request, options)
  const wallet = openWallet({ dataFolder: options.data, allowLoopbackHttp: false })
  const choice = { withhold: options.without, includeOtherMembers: options.allMembers ?? false }
  const plan = await planPresentation(await readToken(request, 'request'), choice, wallet)
  printProgress(explain(plan))
  if (!(options.yes ?? (await agree()))) {
    printResult(options, { presented: false }, 'Nothing was shown.')
    process.exitCode = 1
    return
  }
  const vpToken = await presentCredentials(plan, wallet)
  if (options.qr !== undefined) await draw(vpToken, { ...options, qr: options.qr })
  else if (options.out === undefined) printResult(options, { vp_token: vpToken }, JSON.stringify(vpToken))
  else {
    await writeOutput(options.out, JSON.stringify({ vp_token: vpToken }))
    printResult(options, { presented: true, file: options.out }, `Written to ${options.out}.`)
  }
}

async function draw(vpToken: VpToken, options: PresentOptions & { readonly qr: string }): Promise<void> {
  const { svg, bytes, codes } = drawCodes({ kind: 'answer', vpToken }, (await bundleOf(options))?.certificates ?? [])
  await writeOutput(options.qr, svg)
  printResult(
    options,
    { presented: true, file: options.qr, bytes, codes },
    `${codes} QR codes of ${bytes} bytes in ${options.qr}.`,
  )
}

/** Over the network: the request is fetched and checked, and the answer posted where it says. */
async function presentOnline(address: string, options: PresentOptions): Promise<void> {
  const wallet = openWallet({ dataFolder: options.data, allowLoopbackHttp: options.dev ?? leadsToLoopback(address) })
  const choice = { withhold: options.without, includeOtherMembers: options.allMembers ?? false }
  const opened = await openOnlineRequest(address, wallet, await bundleOf(options))
  const plan = await planAnswer(opened.request, choice, wallet)
  printProgress([explainVerifier(opened), explainClaims(plan)].join('\n'))
  if (!(options.yes ?? (await agree()))) {
    await sendRefusal(opened.request, wallet)
    printResult(options, { presented: false }, 'Nothing was shown.')
    process.exitCode = 1
    return
  }
  const { redirectUri } = await sendAnswer(opened.request, await presentCredentials(plan, wallet), wallet)
  const goOn = redirectUri === undefined ? '' : ` Go on at ${redirectUri}`
  printResult(options, { presented: true, redirect_uri: redirectUri }, `Shown to ${opened.responseHost}.${goOn}`)
}

async function bundleOf({ bundle, anchor }: PresentOptions): Promise<Bundle | undefined> {
  return bundle === undefined ? undefined : readBundle({ bundle, anchor })
}

/** Who asks, how sure that is, and whether they may. */
function explainVerifier({ clientName, purpose, identity, registration, responseHost }: OpenedRequest): string {
  const known =
    registration.kind === 'unknown'
      ? 'ไม่ได้ลงทะเบียน / not registered'
      : `ลงทะเบียนแล้ว / registered: ${registration.name.th} / ${registration.name.en}`
  const exceeding = registration.kind === 'registered' ? registration.exceeding : []
  return [
    `${clientName.th} / ${clientName.en} (${responseHost})`,
    ...(purpose ? [`${purpose.th} / ${purpose.en}`] : []),
    known,
    ...(identity.signed ? [] : ['คำขอไม่มีลายมือชื่อ / the request is not signed']),
    ...exceeding.map((path) => `ขอเกินที่ลงทะเบียน / asks for more than it is registered for: ${path.join('.')}`),
  ].join('\n')
}

function isOnline(request: string): boolean {
  return /^(openid4vp|haip|eudi-openid4vp):/i.test(request)
}

/** Who asks, what for, and exactly what would be shown: names of claims, no values. */
function explain(plan: PresentationPlan): string {
  const { client_name, purpose } = plan.request
  return [`${client_name.th} / ${client_name.en}`, `${purpose.th} / ${purpose.en}`, explainClaims(plan)].join('\n')
}

function explainClaims({ credentials }: Pick<PresentationPlan, 'credentials'>): string {
  const lines: string[] = []
  for (const { query, disclosed, copies } of credentials) {
    lines.push(`${query.id}: ${disclosed.map((path) => path.join('.')).join(', ') || 'nothing'}`)
    if (copies.reused) lines.push('ใช้สำเนาเดิมซ้ำ / a copy that was shown before: get more with wallet refill')
  }
  return lines.join('\n')
}

async function agree(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    printProgress('Not shown: nobody is there to agree. Give --yes to agree beforehand.')
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^(y|yes|ใช่)$/i.test((await terminal.question('ยินยอม? / Agree? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}

/** Whoever types an address of their own machine means it. */
function leadsToLoopback(address: string): boolean {
  return /(request_uri|response_uri)=http(:|%3A)(\/|%2F){2}(127\.0\.0\.1|localhost)\b/i.test(address)
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}
