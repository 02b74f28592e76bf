import { readFile } from 'node:fs/promises'
import { type PublicJwk, parseJson, syncBundle } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath as verifyCertificates } from '@bai/credential/x509'
import { checkRecordFields, csvAgencyRecords, type Derivation, httpAgencyRecords, parseDerivation } from '@bai/issuer'
import { type AgencyConfiguration, type AgencyOptions, nodeTimer } from '@bai/issuer/node'
import { type Policy, parsePolicy } from '@bai/verifier'
import { anchorKeys, createFileBundleStore, openBundleFile } from '@bai/verifier/node'
import { bundleSourceStatuses } from './bundle-source-statuses.ts'
import { openDerivationDesk } from './open-derivation-desk.ts'
import { readText } from './read-input.ts'

export type OpenAgencyInput = {
  readonly configuration: AgencyConfiguration
  readonly dataFolder: string
  readonly development: boolean
  /** Left out in development. */
  readonly publicUrl: string | undefined
  readonly haip: boolean
  readonly report: (error: unknown) => void
}

export type OpenedAgency = Disposable & AgencyOptions

const SYNC_EVERY_MILLISECONDS = 300_000

/**
 * What makes an issuer an agency's: derivations, the verifier that asks for presentations, and the agency's own records. All
 * of it is checked before anything is served, the bundle among it.
 */
export async function openAgency(input: OpenAgencyInput): Promise<OpenedAgency> {
  const { configuration, dataFolder, report } = input
  const parsed = await Promise.all(
    configuration.derivationFiles.map(async (file) => parseDerivation(await readText(file), parsePolicy)),
  )
  const derivations = new Map(parsed.map(({ derivation }) => [derivation.type.id, derivation]))
  const anchors = anchorKeys(parseJson(await readText(configuration.bundleAnchorFile), 'anchor'))
  const stopSyncing = await keepBundle(configuration, anchors, input)
  const bundleFile = openBundleFile(configuration.bundleFile, anchors, report)
  await bundleFile.current()
  const certificates =
    configuration.requestCertificatesFile && (await readFile(configuration.requestCertificatesFile, 'utf8'))
  return {
    derivations,
    recordKey: configuration.recordKey,
    openDesk: (url) =>
      openDerivationDesk({
        dataFolder,
        policies: parsed.map(({ derivation, policy }): Policy => ({ ...policy, name: derivation.type.id })),
        derivations,
        bundle: bundleFile.current,
        url,
        publicUrl: input.publicUrl,
        certificates,
        haip: input.haip,
        report,
      }),
    openSourceStatuses: bundleSourceStatuses(bundleFile.current),
    openRecords: (keyOf) => openRecords(input, [...derivations.values()], keyOf),
    [Symbol.dispose]: stopSyncing,
  }
}

/** Where a distributor is named the file is brought up to date now and every five minutes; what fails leaves the last one. */
async function keepBundle(
  { bundleUrl: url, bundleFile }: AgencyConfiguration,
  anchors: readonly PublicJwk[],
  { development, report }: OpenAgencyInput,
): Promise<() => void> {
  if (url === undefined) return () => {}
  const store = createFileBundleStore(bundleFile)
  const sync = () =>
    syncBundle(
      { url, anchors, allowLoopbackHttp: development },
      { fetch, store, platform: nodePlatform, now: () => new Date(), verifyCertificates },
    ).then(() => {}, report)
  await sync()
  const timer = setInterval(() => void sync(), SYNC_EVERY_MILLISECONDS)
  timer.unref()
  return () => clearInterval(timer)
}

async function openRecords(
  { configuration: { records } }: OpenAgencyInput,
  derivations: readonly Derivation[],
  keyOf: Parameters<AgencyOptions['openRecords']>[0],
): ReturnType<AgencyOptions['openRecords']> {
  if (records === undefined) return undefined
  if ('url' in records) return httpAgencyRecords({ ...records, fetch, timer: nodeTimer })
  const loaded = csvAgencyRecords(await readText(records.file), keyOf)
  for (const derivation of derivations) checkRecordFields(derivation, loaded.fields)
  return loaded
}
