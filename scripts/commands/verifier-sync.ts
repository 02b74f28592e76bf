import { type Bundle, importBundle, type Json, parseJson, syncBundle } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath as verifyCertificates } from '@bai/credential/x509'
import { anchorKeys, createFileBundleStore } from '@bai/verifier/node'
import { Command } from 'commander'
import { type JsonOption, printProgress, printResult } from './output.ts'
import { readText } from './read-input.ts'

type SyncOptions = JsonOption & { readonly anchor: string; readonly bundle: string; readonly dev?: boolean }

export function verifierSyncCommand(): Command {
  return anchored(
    new Command('sync')
      .argument('<URL>', 'where the bundle is distributed')
      .description('bring the bundle up to date: by delta, by the rest after a cut, or whole'),
  )
    .option('--dev', 'allow http on loopback')
    .action(sync)
}

export function verifierImportCommand(): Command {
  return anchored(
    new Command('import')
      .argument('<FILE>', 'the bundle that was brought')
      .description('take a bundle from a file or a stick, if it is not older than the last'),
  ).action(takeFile)
}

function anchored(command: Command): Command {
  return command
    .requiredOption('--anchor <FILE>', "the publisher's public keys (JWK or JWK set), as bundle anchors prints them")
    .requiredOption('--bundle <FILE>', 'where the bundle is kept')
    .option('--json', 'print one JSON document')
}

async function sync(url: string, { anchor, bundle: file, dev = false, json = false }: SyncOptions): Promise<void> {
  printProgress(`Asking ${url}`)
  const { bundle, how, bytes } = await syncBundle(
    { url, anchors: anchorKeys(await readAnchors(anchor)), allowLoopbackHttp: dev },
    { fetch, store: createFileBundleStore(file), platform: nodePlatform, now: () => new Date(), verifyCertificates },
  )
  print({ json }, bundle, { file, how, bytes })
}

async function takeFile(from: string, { anchor, bundle: file, json = false }: SyncOptions): Promise<void> {
  const bundle = await importBundle(
    await readText(from),
    { anchors: anchorKeys(await readAnchors(anchor)) },
    { store: createFileBundleStore(file), platform: nodePlatform, now: () => new Date(), verifyCertificates },
  )
  print({ json }, bundle, { file, how: 'imported' })
}

async function readAnchors(file: string): Promise<Json> {
  return parseJson(await readText(file), 'anchor')
}

function print(
  options: JsonOption,
  { sequence, issuedAt, nextAt, expiresAt }: Bundle,
  done: { readonly file: string; readonly how: string; readonly bytes?: number },
): void {
  const dates = { issued_at: issuedAt, next_at: nextAt, expires_at: expiresAt }
  const text = `Bundle ${sequence} in ${done.file} (${done.how}), of ${issuedAt.toISOString()}, next due ${nextAt.toISOString()}.`
  printResult(options, { sequence, ...done, ...dates }, text)
}
