import { importNodeSigner } from '@bai/credential/node'
import {
  type CertificateOptions,
  createAuthority,
  type TestCertificate,
} from '../../../credential/test/support/certificate-authority.ts'
import { type BundleOptions, type Case, VCT } from './gate.ts'
import type { TestIssuer } from './parties.ts'
import { type Refusal, rejected } from './refusal.ts'

/** Whose keys are found by certificates alone. */
export const ADDRESS = 'https://certified.example'
const authority = createAuthority()
const NAMES: NonNullable<CertificateOptions['names']> = [
  { type: 'dns', value: 'certified.example' },
  { type: 'url', value: ADDRESS },
]

export type CertifiedOptions = {
  readonly leaf?: CertificateOptions
  readonly iss?: string | undefined
  readonly by?: Promise<TestCertificate>
  readonly header?: object
  /** Statuses by index, in a list that the same key signs; left out: there is no list. */
  readonly statuses?: Readonly<Record<number, number>>
}

/** A credential of an issuer with a certificate, and the bundle that names its authority. */
export async function certified(options: CertifiedOptions = {}): Promise<Case> {
  const { leaf, iss = ADDRESS, by = authority, header, statuses } = options
  const certificate = await (await by).certify({ names: NAMES, ca: false, ...leaf })
  const signer = importNodeSigner(certificate.privateJwk as Record<string, string>)
  const issuer: TestIssuer = { did: ADDRESS, kid: 'none', signer, document: { id: ADDRESS } }
  const listed = statuses && { statuses, listSigner: issuer, listHeader: { x5c: [certificate.der] } }
  return {
    issued: { by: issuer, claims: { iss }, header: { kid: undefined as never, x5c: [certificate.der], ...header } },
    bundle: { ...(await certifiedBundle()), ...listed },
  }
}

export async function certifiedBundle(): Promise<BundleOptions> {
  return {
    issuers: [
      {
        id: ADDRESS,
        did_document: undefined as never,
        certificate_authorities: [(await authority).der],
        credential_types: [VCT],
      },
    ],
    statuses: null,
  }
}

/** What is wrong with the certificates of an issuer. */
export const CERTIFICATE_REFUSALS: readonly Refusal[] = [
  rejected('certificate_path_invalid', 'a certificate of another authority', () =>
    certified({ by: createAuthority({ subject: 'CN=Another' }) }),
  ),
  rejected('certificate_path_invalid', 'a certificate that is over', () =>
    certified({ leaf: { notAfter: new Date('2026-11-19T00:00:00Z') } }),
  ),
  rejected('issuer_not_trusted', 'a good certificate, for somebody else', () =>
    certified({ leaf: { names: [{ type: 'dns', value: 'other.example' }] } }),
  ),
  rejected('issuer_not_trusted', 'a good certificate, and another issuer in iss', () =>
    certified({ iss: 'https://other.example' }),
  ),
  rejected('issuer_not_trusted', 'no certificate at all', () => certified({ header: { x5c: undefined } })),
  rejected('issuer_not_trusted', 'certificates that are no list', () => certified({ header: { x5c: 'AAAA' } })),
]
