import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BundleVerifier, encodeDidJwk, type PublicJwk } from '@bai/credential'
import { type Policy, parsePolicy, type VouchedIssuer } from '@bai/verifier'
import { builtKiosk, openPublisher, openVerifier, serveVerifier, verifierPages } from '@bai/verifier/node'
import { reportFault } from '../commands/report-fault.ts'
import { requestedClaims } from './requested-claims.ts'

const POLICIES = fileURLToPath(new URL('../../packages/verifier/policies/', import.meta.url))
const HOUR = 3600
const PUBLISH_EVERY_MILLISECONDS = 60_000
const NAME = { th: 'จุดตรวจ (สาธิต)', en: 'Checkpoint (demonstration)' }
/** Where holders turn to: of nobody, for `.example` is reserved (RFC 2606). */
const HOLDERS_RIGHTS = {
  contact: { email: 'privacy@checkpoint.example', phone: '+6620000000', uri: 'https://checkpoint.example/erasure' },
  privacy_policy_uri: 'https://checkpoint.example/privacy',
}
const DATA_PROTECTION_AUTHORITY = {
  name: {
    th: 'สำนักงานคุ้มครองข้อมูลส่วนบุคคล (สาธิต)',
    en: 'Data protection authority (demonstration)',
  },
  uri: 'https://data-protection.example/report',
}

export type Checkpoint = AsyncDisposable & {
  readonly url: string
  readonly kiosk: string | undefined
  readonly bundlePath: string
  readonly anchors: readonly PublicJwk[]
  /** An issuer, and who asks for it, are in the bundle from now on. */
  register(issuerUrl: string, verifier: BundleVerifier): Promise<void>
  /** Makes a new bundle now, without waiting for the minute to end. */
  publish(): Promise<void>
}

/** A publisher that makes a new bundle every minute, and a verifier with the policies that ship, for trying things out. */
export async function serveCheckpoint(dataFolder: string, issuerUrl: string, port: number): Promise<Checkpoint> {
  const publisher = openPublisher(dataFolder)
  const policies = await shippedPolicies()
  const verifiers = [await itself(dataFolder, policies), ...policies.flatMap(classOf)]
  const bundlePath = join(dataFolder, 'bundle.jws')
  // It has seen the face of everybody to whom it gives a credential.
  const issuers: VouchedIssuer[] = [{ url: issuerUrl, level: 'high' }]
  const publish = async () => {
    const { bundle } = await publisher.publish({
      trustList: {
        collected: issuers,
        certified: [],
        verifiers,
        dataProtectionAuthority: DATA_PROTECTION_AUTHORITY,
      },
      nextInSeconds: HOUR,
      expiresInSeconds: 24 * HOUR,
      allowLoopbackHttp: true,
      progress: () => {},
    })
    // Whole or not at all, for it is read meanwhile.
    await writeFile(`${bundlePath}.new`, bundle)
    await rename(`${bundlePath}.new`, bundlePath)
  }
  await publish()
  const anchors = await publisher.anchors()
  const served = await serveVerifier({
    dataFolder,
    policies,
    bundlePath,
    anchors,
    host: '127.0.0.1',
    port,
    pages: verifierPages({ bundlePath, anchors, policies, kioskName: NAME }),
    report: reportFault,
  })
  const timer = setInterval(() => void publish().catch(reportFault), PUBLISH_EVERY_MILLISECONDS)
  return {
    url: served.url,
    kiosk: builtKiosk() === undefined ? undefined : `${served.url}/kiosk/`,
    bundlePath,
    anchors,
    publish,
    register: async (url, verifier) => {
      issuers.push({ url, level: 'substantial' })
      verifiers.push(verifier)
      await publish()
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await served[Symbol.asyncDispose]()
    },
  }
}

async function shippedPolicies(): Promise<readonly Policy[]> {
  const names = (await readdir(POLICIES)).filter((name) => name.endsWith('.json') && name !== 'policy.schema.json')
  return Promise.all(names.map(async (name) => parsePolicy(await readFile(join(POLICIES, name), 'utf8'))))
}

/** The verifier of this run, for all that its policies ask. */
async function itself(dataFolder: string, policies: readonly Policy[]): Promise<BundleVerifier> {
  const key = await (await openVerifier(dataFolder)).requestKey()
  return {
    client_id: `decentralized_identifier:${encodeDidJwk(key)}`,
    name: NAME,
    purpose: { th: 'ลองตรวจเอกสารดิจิทัล', en: 'To try what verifiers ask for' },
    ...HOLDERS_RIGHTS,
    claims: policies.flatMap(({ dcql_query }) => requestedClaims(dcql_query)),
  }
}

/** A class of verifiers as the bundle tells it to wallets, which then make codes out to it. */
function classOf(policy: Policy): readonly BundleVerifier[] {
  const { verifier_class, client_name: name, purpose } = policy
  if (verifier_class === undefined) return []
  const client_id = `bai.offline:class:${verifier_class}`
  return [{ client_id, name, purpose, ...HOLDERS_RIGHTS, claims: requestedClaims(policy.dcql_query) }]
}
