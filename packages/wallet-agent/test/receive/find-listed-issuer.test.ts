import {
  type Bundle,
  type BundlePayload,
  createStatuses,
  encodeDidJwk,
  openBundle,
  signBundle,
  signStatusList,
  singleKeyDocument,
  writeStatus,
} from '@bai/credential'
import { generateNodeSigner, importNodeSigner, type NodeSigner, nodePlatform } from '@bai/credential/node'
import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import { beforeAll, describe, expect, test } from 'vitest'
import { createAuthority, type TestCertificate } from '../../../credential/test/support/certificate-authority.ts'
import type { HolderKey, WalletDependencies } from '../../src/index.ts'
import { createCredentialCheck } from '../../src/receive/create-credential-check.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'
import { CARD_VCT, type CardChanges, codeOf, signCard } from '../support/sign-card.ts'

const now = new Date('2026-11-20T09:00:00Z')
const seconds = now.getTime() / 1000
const HOUR = 3_600
const DAY = 24 * HOUR
const ADDRESS = 'https://ministry.example'
const LIST = 'https://issuer.example/status/1'
const anchor = generateNodeSigner()
const signer = generateNodeSigner()
const did = encodeDidJwk(signer.publicJwk)
const [REVOKED, SUSPENDED, GOOD] = [3, 4, 5]

let authority: TestCertificate
let certificate: TestCertificate
let key: HolderKey
let bundle: Bundle | undefined
let wallet: WalletDependencies

beforeAll(async () => {
  authority = await createAuthority()
  certificate = await authority.certify({ ca: false, names: [{ type: 'dns', value: 'ministry.example' }] })
  bundle = await open({})
  const memory = createMemoryWallet({ now })
  ;[key] = (await memory.keys.createKeys(1)) as [HolderKey]
  wallet = {
    ...memory,
    openBundle: async () => bundle,
    certificates: { read: readCertificate, verifyPath: verifyCertificatePath },
    fetch: async () => Promise.reject(new TypeError('The bundle has all that is needed.')),
  }
})

async function statusList(): Promise<string> {
  const statuses = createStatuses(16, 2)
  writeStatus(statuses, REVOKED, 1)
  writeStatus(statuses, SUSPENDED, 2)
  const header = { kid: `${did}#0` }
  const times = { issuedAt: now, expiresAt: new Date(now.getTime() + DAY * 1000), ttlSeconds: HOUR }
  return signStatusList({ uri: LIST, statuses, header, ...times }, { platform: nodePlatform, signer })
}

/** A bundle of two issuers, one with a DID document and one with an authority. */
async function open(changes: Partial<BundlePayload['issuers'][number]>): Promise<Bundle> {
  const common = {
    name: { th: 'กรม', en: 'Department' },
    credential_types: [CARD_VCT],
    since: seconds - 10 * DAY,
    ...changes,
  }
  const payload: BundlePayload = {
    version: 1,
    sequence: 1,
    iat: seconds,
    next: seconds + HOUR,
    exp: seconds + 2 * HOUR,
    issuers: [
      { id: did, did_document: singleKeyDocument(did, '0', signer.publicJwk), ...common },
      { id: ADDRESS, certificate_authorities: [authority.der], ...common },
    ],
    status_lists: [await statusList()],
    type_metadata: {},
    verifiers: [],
  }
  const token = await signBundle(payload, 'anchor', anchor)
  return openBundle(token, { anchors: [anchor.publicJwk] }, nodePlatform)
}

type Trial = { readonly header?: CardChanges; readonly claims?: CardChanges; readonly by?: NodeSigner }

async function check({ header, claims, by = signer }: Trial = {}, holder = wallet): Promise<string> {
  const named = { header: header ?? { kid: `${did}#0` }, claims: { iss: did, ...claims } }
  const card = await signCard({ key, now, signer: by }, named.header, named.claims)
  // Who made the offer does not matter: the bundle says who may issue.
  const expected = { issuer: 'https://issuer.example', configurationId: 'card', vct: CARD_VCT, keys: [key] }
  return codeOf(createCredentialCheck(expected, holder)(card))
}

const certified = (changes: Trial = {}): Trial => ({
  header: { x5c: [certificate.der] },
  claims: { iss: ADDRESS, ...changes.claims },
  by: changes.by ?? importNodeSigner(certificate.privateJwk as Record<string, string>),
})

describe('an issuer of the bundle is believed', () => {
  test('by its DID document, whatever its DID', async () => {
    expect(await check()).toBe('good')
    expect(await check({ claims: { iss: undefined } })).toBe('good')
    expect(await check({ header: { kid: '#0' } })).toBe('good')
  })

  test('by its certificates', async () => {
    expect(await check(certified())).toBe('good')
    expect(await check(certified({ claims: { iss: undefined } }))).toBe('good')
  })
})

describe('is refused', () => {
  const stranger = generateNodeSigner()
  const strangerDid = encodeDidJwk(stranger.publicJwk)

  test.each<readonly [string, Trial, string]>([
    [
      'an issuer that is not in the bundle',
      { header: { kid: `${strangerDid}#0` }, claims: { iss: strangerDid }, by: stranger },
      'issuer_unknown',
    ],
    ['an issuer that tells nothing of itself', { header: {}, claims: { iss: undefined } }, 'issuer_unknown'],
    ['the DID of one and the name of another', { claims: { iss: 'did:web:other.example' } }, 'issuer_unknown'],
    ['a key by half its name', { header: { kid: '#0' }, claims: { iss: undefined } }, 'issuer_unknown'],
    ['a key that the issuer does not have', { header: { kid: `${did}#1` } }, 'key_not_found'],
    ['the signature of somebody else', { by: stranger }, 'signature_invalid'],
    ['a time before its time', { claims: { iat: seconds - 20 * DAY } }, 'issuer_unknown'],
    ['no time at all', { claims: { iat: undefined } }, 'issuer_unknown'],
  ])('%s', async (_what, trial, code) => {
    expect(await check(trial)).toBe(code)
  })

  test('the certificate of another authority, and that of another name', async () => {
    const other = await (await createAuthority()).certify({
      ca: false,
      names: [{ type: 'dns', value: 'ministry.example' }],
    })
    expect(await check({ header: { x5c: [other.der] }, claims: { iss: ADDRESS } })).toBe('certificate_path_invalid')
    const named = await authority.certify({ ca: false, names: [{ type: 'dns', value: 'shop.example' }] })
    expect(await check({ header: { x5c: [named.der] }, claims: { iss: ADDRESS } })).toBe('issuer_unknown')
    const { certificates: _none, ...withoutCertificates } = wallet
    expect(await check(certified(), withoutCertificates)).toBe('issuer_unknown')
  })

  test('an issuer that is there for another type, or was there for another time', async () => {
    for (const changes of [{ credential_types: ['urn:example:ticket:1'] }, { until: seconds - 2 * DAY }]) {
      const openBundle = async () => open(changes)
      expect(await check({}, { ...wallet, openBundle })).toBe('issuer_unknown')
    }
  })

  test('everybody, by a bundle that is over', async () => {
    const later = () => new Date(now.getTime() + 2 * HOUR * 1000)
    const card = await signCard({ key, now, signer }, { kid: `${did}#0` }, { iss: did })
    const expected = { issuer: 'https://issuer.example', configurationId: 'card', vct: CARD_VCT, keys: [key] }
    const refused = createCredentialCheck(expected, { ...wallet, now: later })(card)
    await expect(refused).rejects.toMatchObject({ code: 'issuer_unknown', details: { reason: 'bundle_expired' } })
  })

  test('a credential that is revoked already, as far as the bundle knows', async () => {
    const at = (idx: number, uri = LIST) => check({ claims: { status: { status_list: { uri, idx } } } })
    expect(await at(REVOKED)).toBe('credential_revoked')
    expect(await at(GOOD)).toBe('good')
    expect(await at(SUSPENDED)).toBe('good')
    expect(await at(REVOKED, 'https://issuer.example/status/2')).toBe('good')
    expect(await at(16)).toBe('status_index_out_of_range')
  })
})

test('without a bundle the issuer that made the offer is asked', async () => {
  // Nothing is there to be fetched: that it is tried is what tells.
  const holder = { ...wallet, openBundle: async () => undefined }
  const kid = 'did:web:issuer.example#key-1'
  const refused = check({ header: { kid }, claims: { iss: 'did:web:issuer.example' } }, holder)
  expect(await refused).toMatch('The bundle has all that is needed.')
})
