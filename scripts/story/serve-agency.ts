import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BundleVerifier } from '@bai/credential'
import { certifyForDevelopment } from '@bai/credential/x509'
import { openIssuer } from '@bai/issuer/node'
import { openVerifier } from '@bai/verifier/node'
import { noFaces } from '../commands/no-faces.ts'
import { openAgency } from '../commands/open-agency.ts'
import { reportFault } from '../commands/report-fault.ts'
import { storyPeople } from '../synthetic-register/story-people.ts'
import { requestedClaims } from './requested-claims.ts'

const DERIVATIONS = ['over-20', 'airport-fast-track', 'student', 'resident-of-province', 'guardian-of']
const derivationFile = (name: string) =>
  fileURLToPath(new URL(`../../packages/issuer/derivations/${name}.json`, import.meta.url))
const NAME = { th: 'หน่วยงานตัวอย่าง (สาธิต)', en: 'Example agency (demonstration)' }

export type StoryAgency = AsyncDisposable & {
  /** Where people see what they can get. */
  readonly page: string
  readonly url: string
  readonly operatorToken: string | undefined
  /** How the bundle registers it, as one that asks. */
  readonly verifier: BundleVerifier
}

export type ServeAgencyInput = {
  readonly dataFolder: string
  /** With the issuer in it on whose credentials it builds. */
  readonly bundleFile: string
  readonly anchors: readonly object[]
  readonly port: number
}

/** An agency that gives all derivations that ship; everybody in the story is in its books. */
export async function serveAgency({ dataFolder, bundleFile, anchors, port }: ServeAgencyInput): Promise<StoryAgency> {
  await mkdir(dataFolder, { recursive: true })
  const file = async (name: string, text: string) => {
    await writeFile(join(dataFolder, name), text)
    return join(dataFolder, name)
  }
  const { clientId, pem } = await certified(dataFolder)
  const agency = await openAgency({
    configuration: {
      derivationFiles: DERIVATIONS.map(derivationFile),
      bundleFile,
      bundleUrl: undefined,
      bundleAnchorFile: await file('anchors.json', JSON.stringify({ keys: anchors })),
      records: { file: await file('records.csv', studentRecords()) },
      recordKey: undefined,
      requestCertificatesFile: await file('requests.pem', pem),
    },
    dataFolder,
    development: true,
    publicUrl: undefined,
    haip: false,
    report: reportFault,
  })
  const issuer = await openIssuer({
    dataFolder,
    port,
    development: true,
    agency,
    ...noFaces,
    configuration: { name: NAME },
    report: reportFault,
  })
  return {
    url: issuer.url,
    page: `${issuer.url}/derive`,
    operatorToken: issuer.operatorToken,
    verifier: {
      client_id: clientId,
      name: NAME,
      purpose: { th: 'ออกเอกสารจากเอกสารที่แสดง', en: 'To give documents for those that are shown' },
      claims: [...agency.derivations.values()].flatMap(({ query }) => requestedClaims(query)),
    },
    [Symbol.asyncDispose]: async () => {
      agency[Symbol.dispose]()
      await issuer[Symbol.asyncDispose]()
    },
  }
}

/** OpenID4VP 1.0, section 5.9.3: `x509_hash` is the SHA-256 of the leaf. */
async function certified(dataFolder: string): Promise<{ readonly clientId: string; readonly pem: string }> {
  const key = await (await openVerifier(dataFolder)).requestKey()
  const subject = { name: NAME.en, names: [{ type: 'dns' as const, value: 'localhost' }] }
  const { certificates } = await certifyForDevelopment(key, subject, new Date())
  const [leaf = ''] = certificates
  const hash = createHash('sha256').update(Buffer.from(leaf, 'base64')).digest('base64url')
  return {
    clientId: `x509_hash:${hash}`,
    pem: `-----BEGIN CERTIFICATE-----\n${leaf}\n-----END CERTIFICATE-----\n`,
  }
}

function studentRecords(): string {
  const rows = storyPeople().map(({ citizenNumber }, i) => `${citizenNumber},${650001 + i},enrolled,วิทยาศาสตร์,Science`)
  return ['citizen_number,student_number,status,faculty.th,faculty.en', ...rows, ''].join('\n')
}
