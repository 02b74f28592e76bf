import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PublicJwk } from '@bai/credential'
import type { IssuerConfiguration } from '@bai/issuer'
import { type OpenedIssuer, openIssuer } from '@bai/issuer/node'
import { openPublisher, openVerifier } from '@bai/verifier/node'
import { createShrinkPortrait } from '../../packages/issuer/node/shrink-portrait.ts'
import { postJson } from '../../packages/issuer/test/support/protocol.ts'
import { childLine, houseLine, personLine } from '../../packages/issuer/test/support/register-lines.ts'
import { startTestIssuer, type TestIssuer } from '../../packages/issuer/test/support/start-test-issuer.ts'
import { noFaces } from '../../scripts/commands/no-faces.ts'
import { openAgency } from '../../scripts/commands/open-agency.ts'

/** A population register's issuer, an agency that derives from what that issues, and the publisher of the bundle of both. */
export type AgencyWorld = AsyncDisposable & {
  readonly register: TestIssuer
  readonly agency: OpenedIssuer
  readonly faults: readonly unknown[]
  /** What the publisher signs bundles with. */
  readonly anchors: readonly PublicJwk[]
  readonly verifier: Awaited<ReturnType<typeof openVerifier>>
  /** Has the agency publish its status lists and makes a new bundle, which it takes at its next use. @returns the token */
  /** @param agencyTypes that the agency may issue; left out, all that it says */
  publish(agencyTypes?: readonly string[]): Promise<string>
}

export type AgencyWorldOptions = {
  /** Names of derivations that ship. */
  readonly derivations: readonly string[]
  readonly portrait: string
  readonly records?: string
  readonly configuration?: Partial<IssuerConfiguration>
}

const HOUR = 3600
const derivationFile = (name: string) =>
  fileURLToPath(new URL(`../../packages/issuer/derivations/${name}.json`, import.meta.url))

export async function startAgency(options: AgencyWorldOptions): Promise<AgencyWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'bai-agency-'))
  const { portrait } = options
  const register = await startTestIssuer([houseLine(), personLine({ portrait }), childLine()], {
    development: true,
    shrinkPortrait: createShrinkPortrait(),
  })
  const publisher = openPublisher(join(folder, 'publisher'))
  const bundleFile = join(folder, 'bundle.jws')
  const bundleAnchorFile = join(folder, 'anchors.json')
  let agency: OpenedIssuer | undefined
  const publish = async (agencyTypes?: readonly string[]) => {
    if (agency !== undefined) await postJson(`${agency.url}/operator/status-publications`, {}, agency.operatorToken!)
    const { bundle } = await publisher.publish({
      trustList: {
        collected: [
          { url: register.url, level: 'high' },
          ...(agency === undefined ? [] : [{ url: agency.url, ...(agencyTypes && { credentialTypes: agencyTypes }) }]),
        ],
        certified: [],
        verifiers: [],
      },
      nextInSeconds: HOUR,
      expiresInSeconds: 24 * HOUR,
      allowLoopbackHttp: true,
      progress: () => {},
    })
    await writeFile(bundleFile, bundle)
    return bundle
  }
  await publish()
  const anchors = await publisher.anchors()
  await writeFile(bundleAnchorFile, JSON.stringify({ keys: anchors }))
  const recordsFile = join(folder, 'records.csv')
  if (options.records !== undefined) await writeFile(recordsFile, options.records)
  const faults: unknown[] = []
  const report = (fault: unknown) => void faults.push(fault)
  const opened = await openAgency({
    configuration: {
      derivationFiles: options.derivations.map(derivationFile),
      bundleFile,
      bundleUrl: undefined,
      bundleAnchorFile,
      records: options.records === undefined ? undefined : { file: recordsFile },
      recordKey: undefined,
      requestCertificatesFile: undefined,
    },
    dataFolder: join(folder, 'agency'),
    development: true,
    publicUrl: undefined,
    haip: options.configuration?.haip ?? false,
    report,
  })
  const serving = await openIssuer({
    dataFolder: join(folder, 'agency'),
    port: 0,
    development: true,
    agency: opened,
    ...noFaces,
    configuration: { name: { th: 'มหาวิทยาลัย (ทดสอบ)', en: 'University (test)' }, ...options.configuration },
    report,
  })
  agency = serving
  await publish()
  return {
    register,
    agency: serving,
    faults,
    anchors,
    verifier: await openVerifier(join(folder, 'publisher')),
    publish,
    [Symbol.asyncDispose]: async () => {
      opened[Symbol.dispose]()
      await serving[Symbol.asyncDispose]()
      await register.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
