import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isJsonObject, type JsonObject, parseJson } from '@bai/credential'
import { printOnPaper, receiveCredentials } from '@bai/wallet-agent'
import { openWallet } from '@bai/wallet-agent/node'
import { callOperator } from './call-operator.ts'
import { drawCodes } from './draw-codes.ts'
import { type JsonOption, printResult } from './output.ts'
import { readBytes, readText, writeOutput } from './read-input.ts'
import { UsageError } from './usage-error.ts'

export type PrintOptions = JsonOption & {
  readonly url: string
  readonly token: string
  readonly checked: string
  readonly portrait?: string
  readonly claims: readonly string[]
  readonly reason: string
  readonly out: string
}

/** The key that the credential is bound to is made for this and thrown away: paper proves no possession. */
export async function printDerived(id: string, options: PrintOptions): Promise<void> {
  const { url, token, reason, out, claims } = options
  const body = JSON.stringify({ checked: await readChecked(options), reason })
  const path = `/operator/derivations/${encodeURIComponent(id)}/offers`
  const { offer_uri: offer } = await callOperator<{ readonly offer_uri: string }>({ url, token, path, body })
  const dataFolder = await mkdtemp(join(tmpdir(), 'bai-counter-'))
  try {
    // Whoever types a loopback address means it.
    const allowLoopbackHttp = /^http:\/\/(127\.0\.0\.1|localhost)\b/.test(url)
    const wallet = openWallet({ dataFolder, allowLoopbackHttp })
    const [holding] = await receiveCredentials({ offer, copies: 1 }, wallet)
    const disclosed = [...new Set([...claims, 'portrait'])].map((claim) => claim.split('.'))
    const { svg, bytes, codes } = drawCodes(await printOnPaper(holding!, disclosed, wallet), [])
    await writeOutput(out, svg)
    printResult(options, { file: out, bytes, codes }, `${codes} QR codes of ${bytes} bytes in ${out}.`)
  } finally {
    await rm(dataFolder, { recursive: true, force: true })
  }
}

async function readChecked({ checked: file, portrait }: PrintOptions): Promise<Readonly<Record<string, JsonObject>>> {
  const checked = parseJson(await readText(file), file)
  if (!isJsonObject(checked) || !Object.values(checked).every(isJsonObject))
    throw new UsageError('option_malformed', '--checked', '--checked must be claims by the id of each query, as JSON.')
  const picture = portrait === undefined ? {} : { portrait: Buffer.from(await readBytes(portrait)).toString('base64') }
  const withPicture = Object.entries(checked).map(([query, claims]) => [
    query,
    { ...(claims as JsonObject), ...picture },
  ])
  return Object.fromEntries(withPicture)
}
