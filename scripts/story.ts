// `npm start`: starts the network on loopback, plays the story once on real input, and keeps serving until Ctrl-C.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenedIssuer } from '@bai/issuer/node'
import { Command, CommanderError } from 'commander'
import { wholeNumber } from './commands/parse-option.ts'
import { readBytes } from './commands/read-input.ts'
import { reportFailure } from './commands/report-failure.ts'
import { UsageError } from './commands/usage-error.ts'
import { waitForStop } from './commands/wait-for-stop.ts'
import { startNetwork } from './story/network.ts'
import { runStory } from './story/run-story.ts'
import { type StoryAgency, serveAgency } from './story/serve-agency.ts'
import { type Checkpoint, serveCheckpoint } from './story/serve-checkpoint.ts'
import { type StoryWallet, serveWallet } from './story/serve-wallet.ts'
import { storyPeople } from './synthetic-register/story-people.ts'

type StoryOptions = {
  readonly once?: boolean
  readonly portrait?: string
  readonly selfie?: string
  readonly port: number
  readonly verifierPort: number
  readonly walletPort: number
  readonly agencyPort: number
  readonly data?: string
}

const program = new Command('npm start --')
  .description('Start the whole network on loopback, play the story once, and keep serving until Ctrl-C.')
  .option('--once', 'stop after the story, with exit code 0 when every step went as it should, else 1')
  .option('--portrait <FILE>', 'your own picture for the register (JPEG), with --selfie')
  .option('--selfie <FILE>', 'another picture of you, to enrol with')
  .option('--port <N>', 'port of the issuer; 0 takes a free one', wholeNumber(0, 65_535), 0)
  .option('--verifier-port <N>', 'port of the verifier and its kiosk; 0 takes a free one', wholeNumber(0, 65_535), 0)
  .option('--wallet-port <N>', 'port of the wallet in the browser; 0 takes a free one', wholeNumber(0, 65_535), 0)
  .option(
    '--agency-port <N>',
    'port of an agency that derives credentials; 0 takes a free one',
    wholeNumber(0, 65_535),
    0,
  )
  .option('--data <DIR>', 'data folder; by default a new one that is deleted at the end')
  .exitOverride()
  .action(main)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportFailure(error)
}

async function main(options: StoryOptions): Promise<void> {
  if ((options.portrait === undefined) !== (options.selfie === undefined)) {
    throw new UsageError(
      'option_malformed',
      '--portrait',
      'Give --portrait and --selfie together: one for the register, one to enrol with.',
    )
  }
  const ownFace =
    options.portrait !== undefined && options.selfie !== undefined
      ? await readFaces(options.portrait, options.selfie)
      : undefined
  const dataFolder = options.data ?? (await mkdtemp(join(tmpdir(), 'bai-')))
  const network = await startNetwork({ dataFolder, port: options.port })
  try {
    const passed = await runStory({ network, dataFolder, ownFace, print: (line) => process.stdout.write(`${line}\n`) })
    process.exitCode = passed ? 0 : 1
    if (options.once) await network[Symbol.asyncDispose]()
    else {
      const publisherFolder = join(dataFolder, 'verifier')
      const issuerUrl = network.issuer.url
      await using checkpoint = await serveCheckpoint(publisherFolder, issuerUrl, options.verifierPort)
      const walletInput = { issuerUrl, checkpointUrl: checkpoint.url, publisherFolder, port: options.walletPort }
      await using wallet = await serveWallet(walletInput)
      await using agency = await serveAgency({
        dataFolder: join(dataFolder, 'agency'),
        bundleFile: checkpoint.bundlePath,
        anchors: checkpoint.anchors,
        port: options.agencyPort,
      })
      await checkpoint.register(agency.url, agency.verifier)
      process.stdout.write(`${addresses({ issuer: network.issuer, checkpoint, wallet, agency, dataFolder })}\n`)
      await waitForStop(network)
    }
  } catch (error) {
    await network[Symbol.asyncDispose]()
    throw error
  } finally {
    if (options.data === undefined) await rm(dataFolder, { recursive: true, force: true })
  }
}

async function readFaces(portrait: string, selfie: string) {
  return { portrait: await readBytes(portrait), selfie: await readBytes(selfie) }
}

type Served = {
  readonly issuer: OpenedIssuer
  readonly checkpoint: Checkpoint
  readonly wallet: StoryWallet | undefined
  readonly agency: StoryAgency
  readonly dataFolder: string
}

function addresses({ issuer: { url, operatorToken }, checkpoint, wallet, agency, dataFolder }: Served): string {
  const data = join(dataFolder, 'wallet')
  const [, somebody] = storyPeople()
  return [
    '',
    `Issuer           ${url}`,
    `  metadata       ${url}/.well-known/openid-credential-issuer`,
    `  status lists   ${url}/status-lists`,
    `Operator token   ${operatorToken}`,
    `Verifier         ${checkpoint.url}`,
    `  kiosk          ${checkpoint.kiosk ?? 'not built: pnpm build:kiosk'}`,
    `  bundle         ${checkpoint.url}/bundle (a new one each minute)`,
    `Agency           ${agency.page} (gives what follows from an ID card)`,
    `Wallet           ${wallet?.url ?? 'not built: pnpm build:wallet'}`,
    ...(wallet
      ? [
          `  with documents ${wallet.offerUrl}`,
          `                 (sign in as ${somebody?.citizenNumber}, born ${somebody?.birthDate}: nobody who exists)`,
        ]
      : []),
    `  of the story   ${data}`,
    '',
    'Try, in another terminal:',
    `  pnpm -s bai wallet list --data ${data}`,
    `  pnpm -s bai issuer offer --url ${url} --token ${operatorToken} --citizen ${somebody?.citizenNumber} --reason "trying it out"`,
    `  pnpm -s bai wallet receive OFFER_URI --tx-code CODE --data ${data}`,
    `  pnpm -s bai verifier request --url ${checkpoint.url} --policy age-20`,
    `  pnpm -s bai wallet present REQUEST_URI --data ${data}`,
    `  pnpm -s bai verifier result ID --url ${checkpoint.url}`,
    `  pnpm -s bai issuer derivation request over-20 --url ${agency.url}`,
    `  pnpm -s bai wallet present REQUEST_URI --data ${data}`,
    '',
    'Serving until Ctrl-C.',
  ].join('\n')
}
