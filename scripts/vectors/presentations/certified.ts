import { NOW } from '../attacks/forge.ts'
import { type CertificateInput, certificate, keyIdentifier } from './forge-certificate.ts'
import {
  accepted,
  BY_CERTIFICATE,
  bound,
  bundle,
  credential,
  LIST,
  type PresentationCase,
  policy,
  refused,
  spoiled,
  statusList,
} from './presentation-case.ts'

const ROOT = { subject: 'Example Root', key: 'authority' } as const
const family = { clause: 'draft-ietf-oauth-sd-jwt-vc, 2.5; RFC 5280, 6.1' }
const listFamily = { clause: 'draft-ietf-oauth-status-list, 5.1; docs/bundle.md' }
const queryFamily = { clause: 'OpenID4VP 1.0, 6.1.1' }

const good = leaf()

function leaf(changes: Partial<CertificateInput> = {}): string {
  return certificate({ subject: 'Issuer', key: 'issuer', by: ROOT, uri: BY_CERTIFICATE.id, ...changes })
}

/** An authority below the root, for names below a domain. */
function between(permitted: string): readonly [string, CertificateInput['by']] {
  const by = { subject: `Authority of ${permitted}`, key: 'intermediate' } as const
  return [certificate({ ...by, by: ROOT, permitted }), by]
}

function shown(x5c: readonly string[], claims: object = {}): string {
  return bound(credential({ iss: BY_CERTIFICATE.id, ...claims }, { x5c }))
}

function listed(list: string | undefined): { readonly bundle: string } {
  return { bundle: bundle({ issuers: [BY_CERTIFICATE], status_lists: list === undefined ? [] : [list] }) }
}

const ownList = listed(statusList({ x5c: [good] }))

/** An issuer whose key is in its certificates. */
export function certifiedPresentations(): readonly PresentationCase[] {
  return [...pathCases(), ...listCases(), ...authorityCases()]
}

function pathCases(): readonly PresentationCase[] {
  const [example, byExample] = between('certified.example')
  const [other, byOther] = between('other.example')
  const named = { dns: 'certified.example' }
  const invalid = ['rejected', 'certificate_path_invalid'] as const
  const unknown = ['rejected', 'issuer_not_trusted'] as const
  return [
    accepted(family, ['certified-good', 'a leaf of the authority that the bundle names'], shown([good]), ownList),
    accepted(
      family,
      ['certified-between', 'an authority between, for names of this domain'],
      shown([leaf({ ...named, by: byExample }), example]),
      ownList,
    ),
    refused(
      family,
      ['certified-constraint', 'an authority between, for names of another domain'],
      shown([leaf({ ...named, by: byOther }), other]),
      invalid,
      ownList,
    ),
    refused(
      family,
      ['certified-over', 'a leaf that was over a second ago'],
      shown([leaf({ notAfter: NOW - 1 })]),
      invalid,
      ownList,
    ),
    refused(
      family,
      ['certified-stranger', 'another authority of the same name'],
      shown([leaf({ by: { ...ROOT, key: 'stranger' } })]),
      invalid,
      ownList,
    ),
    refused(
      family,
      ['certified-other', 'a good leaf, for somebody else'],
      shown([leaf({ uri: 'https://other.example' })]),
      unknown,
      ownList,
    ),
    refused(
      family,
      ['certified-bare', 'no certificates'],
      bound(credential({ iss: BY_CERTIFICATE.id }, {})),
      unknown,
      ownList,
    ),
  ]
}

function listCases(): readonly PresentationCase[] {
  const revoked = { status: { status_list: { uri: LIST, idx: 9 } } }
  return [
    refused(
      listFamily,
      ['certified-revoked', 'revoked in a list that its certificate signs'],
      shown([good], revoked),
      ['rejected', 'credential_revoked'],
      ownList,
    ),
    refused(
      listFamily,
      ['certified-no-list', 'no list in the bundle'],
      shown([good]),
      ['undecided', 'status_list_missing'],
      listed(undefined),
    ),
    spoiled(
      listFamily,
      ['certified-list-stranger', 'a list of another authority spoils the bundle'],
      shown([good]),
      'key_not_found',
      listed(statusList({ x5c: [leaf({ by: { ...ROOT, key: 'stranger' } })] })),
    ),
  ]
}

function authorityCases(): readonly PresentationCase[] {
  const trusting = (value: string) => ({
    ...ownList,
    policy: policy({}, { trusted_authorities: [{ type: 'aki', values: [value] }] }),
  })
  return [
    accepted(
      queryFamily,
      ['aki-good', 'of an authority that is trusted'],
      shown([good]),
      trusting(keyIdentifier('authority')),
    ),
    refused(
      queryFamily,
      ['aki-other', 'of an authority that the query does not name'],
      shown([good]),
      ['rejected', 'issuer_not_accepted'],
      trusting(keyIdentifier('stranger')),
    ),
  ]
}
