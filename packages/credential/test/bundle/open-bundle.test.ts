import {
  type BundlePayload,
  createStatuses,
  type JsonObject,
  openBundle,
  type Signer,
  signBundle,
  signJws,
  signStatusList,
  singleKeyDocument,
  type VerifyCertificates,
  writeStatus,
} from '@bai/credential'
import { webPlatform } from '@bai/credential/browser'
import { generateNodeSigner, importNodeSigner, type NodeSigner, nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath as verifyCertificates } from '@bai/credential/x509'
import { describe, expect, test } from 'vitest'
import { type CertificateOptions, createAuthority } from '../support/certificate-authority.ts'

const NOW = new Date('2026-11-23T09:00:00Z')
const seconds = NOW.getTime() / 1000
const anchor = generateNodeSigner()
const nextAnchor = generateNodeSigner()
const issuer = generateNodeSigner()
const otherIssuer = generateNodeSigner()
const did = 'did:web:issuer.example'
const otherDid = 'did:web:other.example'
const listUri = 'https://issuer.example/status/1'

function issuerEntry(id: string, signer: NodeSigner): BundlePayload['issuers'][number] {
  return {
    id,
    name: { th: 'กรม', en: 'Department' },
    did_document: singleKeyDocument(id, 'key-1', signer.publicJwk),
    credential_types: ['urn:x'],
    since: seconds - 1000,
  }
}

function list(kid: string, signer: Signer, issuedAt = NOW, uri = listUri): Promise<string> {
  return listBy({ kid }, signer, issuedAt, uri)
}

function listBy(header: JsonObject, signer: Signer, issuedAt = NOW, uri = listUri): Promise<string> {
  const statuses = createStatuses(16, 1)
  writeStatus(statuses, 3, 1)
  const expiresAt = new Date(issuedAt.getTime() + 3_600_000)
  const input = { uri, statuses, issuedAt, expiresAt, ttlSeconds: 600, header }
  return signStatusList(input, { platform: nodePlatform, signer })
}

async function payload(changes: Partial<BundlePayload> = {}): Promise<BundlePayload> {
  return {
    version: 1,
    sequence: 7,
    iat: seconds,
    next: seconds + 3600,
    exp: seconds + 86_400,
    issuers: [issuerEntry(did, issuer), issuerEntry(otherDid, otherIssuer)],
    status_lists: [await list(`${did}#key-1`, issuer)],
    type_metadata: { 'urn:x': '{"vct":"urn:x"}' },
    verifiers: [],
    ...changes,
  }
}

async function sign(changes?: Partial<BundlePayload>, signer: Signer = anchor): Promise<string> {
  return signBundle(await payload(changes), 'anchor-1', signer)
}

const trusted = { anchors: [anchor.publicJwk] }

describe('a bundle', () => {
  test('tells where holders turn to: to a verifier, and to the authority over it', async () => {
    const name = { th: 'ก', en: 'A' }
    const verifier = {
      client_id: 'x509_hash:abc',
      name,
      purpose: name,
      contact: { phone: '+6620000000' },
      privacy_policy_uri: 'https://verifier.example/privacy',
      claims: [],
    }
    const data_protection_authority = { name, uri: 'https://authority.example/report' }
    const token = await sign({ verifiers: [verifier], data_protection_authority })
    const bundle = await openBundle(token, trusted, nodePlatform)
    expect(bundle.verifiers.get('x509_hash:abc')).toEqual(verifier)
    expect(bundle.dataProtectionAuthority).toEqual(data_protection_authority)
    expect((await openBundle(await sign(), trusted, nodePlatform)).dataProtectionAuthority).toBeUndefined()
  })

  test('tells of what level an issuer is, and takes none that it does not know', async () => {
    const levelled = (level: unknown) => [{ ...issuerEntry(did, issuer), level }] as BundlePayload['issuers']
    const levelIn = async (changes: Partial<BundlePayload>) => {
      const token = await signJws(
        { typ: 'bai-bundle+jwt', kid: 'anchor-1' },
        { ...(await payload()), ...changes } as unknown as JsonObject,
        anchor,
      )
      return (await openBundle(token, trusted, nodePlatform)).issuers.get(did)?.level
    }
    expect(await levelIn({ issuers: levelled('substantial') })).toBe('substantial')
    expect(await levelIn({})).toBeUndefined()
    await expect(levelIn({ issuers: levelled('highest') })).rejects.toMatchObject({
      code: 'bundle_malformed',
      details: { reason: 'issuers.0.level' },
    })
  })

  test.each([{}, { email: 'nobody' }, { phone: '02-000-0000' }, { uri: 'javascript:alert(1)' }, { fax: '1' }])(
    'with a verifier that nobody can reach at %j is none',
    async (contact) => {
      const name = { th: 'ก', en: 'A' }
      const verifiers = [{ client_id: 'x509_hash:abc', name, purpose: name, contact, claims: [] }]
      const spoilt = { ...(await payload()), verifiers } as unknown as JsonObject
      const token = await signJws({ typ: 'bai-bundle+jwt', kid: 'anchor-1' }, spoilt, anchor)
      await expect(openBundle(token, trusted, nodePlatform)).rejects.toMatchObject({
        code: 'bundle_malformed',
        details: { reason: expect.stringMatching(/^verifiers\.0\.contact/) },
      })
    },
  )

  test.each([nodePlatform, webPlatform])('opens as it was signed', async (platform) => {
    const bundle = await openBundle(await sign(), trusted, platform)
    expect(bundle).toMatchObject({ sequence: 7, issuedAt: NOW })
    expect([...bundle.issuers.keys()]).toEqual([did, otherDid])
    expect(bundle.issuers.get(did)?.keys.map(({ kid }) => kid)).toEqual([`${did}#key-1`])
    const statuses = bundle.statusLists.get(did)?.get(listUri)
    expect([statuses?.statusAt(2), statuses?.statusAt(3)]).toEqual([0, 1])
    expect(bundle.typeMetadata.get('urn:x')).toBe('{"vct":"urn:x"}')
  })

  test('of another anchor is refused', async () => {
    await expect(openBundle(await sign({}, nextAnchor), trusted, nodePlatform)).rejects.toMatchObject({
      code: 'signature_invalid',
    })
    await expect(openBundle(await sign(), { anchors: [] }, nodePlatform)).rejects.toMatchObject({
      code: 'key_not_found',
    })
  })

  test('of the old and of the new anchor opens while the key is rolled over', async () => {
    const both = { anchors: [anchor.publicJwk, nextAnchor.publicJwk] }
    for (const signer of [anchor, nextAnchor]) {
      await expect(openBundle(await sign({}, signer), both, nodePlatform)).resolves.toMatchObject({ sequence: 7 })
    }
  })

  test('older than the last is refused, the same again is not', async () => {
    const token = await sign()
    await expect(openBundle(token, { ...trusted, lastSequence: 8 }, nodePlatform)).rejects.toMatchObject({
      code: 'bundle_rolled_back',
      details: { sequence: 7, lastSeen: 8 },
    })
    await expect(openBundle(token, { ...trusted, lastSequence: 7 }, nodePlatform)).resolves.toMatchObject({
      sequence: 7,
    })
  })

  test('with one character changed is refused, wherever it stands', async () => {
    const token = await sign()
    for (let i = 0; i < token.length; i += 7) {
      const other = token[i] === 'A' ? 'B' : 'A'
      const tampered = token.slice(0, i) + other + token.slice(i + 1)
      if (tampered === token) continue
      await expect(openBundle(tampered, trusted, nodePlatform)).rejects.toMatchObject({ name: 'CredentialError' })
    }
  })

  test('with a list signed by another issuer than it names is refused', async () => {
    const forged = await list(`${did}#key-1`, otherIssuer)
    await expect(openBundle(await sign({ status_lists: [forged] }), trusted, nodePlatform)).rejects.toMatchObject({
      code: 'signature_invalid',
    })
  })

  test('files a list under who signed it, so that one issuer says nothing of another’s credentials', async () => {
    const sameUri = await list(`${otherDid}#key-1`, otherIssuer)
    const bundle = await openBundle(await sign({ status_lists: [sameUri] }), trusted, nodePlatform)
    expect(bundle.statusLists.get(did)?.get(listUri)).toBeUndefined()
    expect(bundle.statusLists.get(otherDid)?.get(listUri)).toBeDefined()
  })

  test('with a list of nobody in it is refused', async () => {
    const stranger = generateNodeSigner()
    const unknown = await list('did:web:stranger.example#key-1', stranger)
    await expect(openBundle(await sign({ status_lists: [unknown] }), trusted, nodePlatform)).rejects.toMatchObject({
      code: 'key_not_found',
    })
  })

  test('with a list that had expired when it was made is refused', async () => {
    const stale = await list(`${did}#key-1`, issuer, new Date(NOW.getTime() - 7_200_000))
    await expect(openBundle(await sign({ status_lists: [stale] }), trusted, nodePlatform)).rejects.toMatchObject({
      code: 'status_list_expired',
    })
  })

  test('with the DID document of somebody else is refused', async () => {
    const wrong = {
      ...issuerEntry(did, issuer),
      did_document: singleKeyDocument(otherDid, 'key-1', otherIssuer.publicJwk),
    }
    await expect(openBundle(await sign({ issuers: [wrong] }), trusted, nodePlatform)).rejects.toMatchObject({
      code: 'bundle_malformed',
      details: { reason: 'issuers' },
    })
  })

  test.each([
    ['another version', { version: 2 }],
    ['a member that nobody knows', { extra: true }],
    ['no sequence', { sequence: null }],
    ['a negative sequence', { sequence: -1 }],
    ['issuers that are none', { issuers: [{}] }],
  ])('with %s is refused although it is signed', async (_, changes) => {
    const claims = JSON.parse(JSON.stringify({ ...(await payload()), ...changes }))
    const token = await signJws({ typ: 'bai-bundle+jwt', kid: 'anchor-1' }, claims, anchor)
    await expect(openBundle(token, trusted, nodePlatform)).rejects.toMatchObject({ code: 'bundle_malformed' })
  })

  test('is no other kind of token', async () => {
    const claims = JSON.parse(JSON.stringify(await payload()))
    const token = await signJws({ typ: 'JWT' }, claims, anchor)
    await expect(openBundle(token, trusted, nodePlatform)).rejects.toMatchObject({ code: 'typ_unexpected' })
  })
})

describe('a list that is signed by a certified key', () => {
  const address = 'https://university.example'
  const authority = createAuthority()
  const NAMES: CertificateOptions['names'] = [{ type: 'url', value: address }]

  async function bundleWith(certificate: CertificateOptions = {}, by = authority, neighbours = 0): Promise<string> {
    const leaf = await (await by).certify({ ca: false, names: NAMES!, ...certificate })
    const token = await listBy({ x5c: [leaf.der] }, importNodeSigner(leaf.privateJwk as Record<string, string>))
    const { did_document: _, ...entry } = issuerEntry(address, issuer)
    const university = { ...entry, certificate_authorities: [(await authority).der] }
    const others = Array.from({ length: neighbours }, (_, i) => ({ ...university, id: `${address}/${i}` }))
    return sign({ issuers: [issuerEntry(did, issuer), ...others, university], status_lists: [token] })
  }
  const certifying = { ...trusted, verifyCertificates }

  test.each([nodePlatform, webPlatform])('stands under the issuer that its leaf names', async (platform) => {
    const { statusLists } = await openBundle(await bundleWith(), certifying, platform)
    const statuses = statusLists.get(address)?.get(listUri)
    expect([statuses?.statusAt(2), statuses?.statusAt(3)]).toEqual([0, 1])
    expect([...statusLists.keys()]).toEqual([address])
  })

  test('is followed once, however many issuers have that authority', async () => {
    let followed = 0
    const counting: VerifyCertificates = (...input) => {
      followed++
      return verifyCertificates(...input)
    }
    const names: CertificateOptions = { names: [{ type: 'url', value: address }] }
    const options = { ...trusted, verifyCertificates: counting }
    const { statusLists } = await openBundle(await bundleWith(names, authority, 30), options, nodePlatform)
    expect([[...statusLists.keys()], followed]).toEqual([[address], 1])
  })

  test('may name it by its host', async () => {
    const token = await bundleWith({ names: [{ type: 'dns', value: 'university.example' }] })
    expect((await openBundle(token, certifying, nodePlatform)).statusLists.has(address)).toBe(true)
  })

  test.each<readonly [string, CertificateOptions, typeof authority]>([
    ['for somebody else', { names: [{ type: 'url', value: 'https://other.example' }] }, authority],
    ['of another authority', {}, createAuthority({ subject: 'CN=Another' })],
    ['that was over when the bundle was made', { notAfter: new Date(NOW.getTime() - 1000) }, authority],
  ])('spoils the bundle with a certificate %s', async (_what, certificate, by) => {
    const token = await bundleWith(certificate, by)
    await expect(openBundle(token, certifying, nodePlatform)).rejects.toMatchObject({ code: 'key_not_found' })
  })

  test('is good as long as the bundle is, for the certificate was good when that was made', async () => {
    const token = await bundleWith({ notAfter: new Date(NOW.getTime() + 1000) })
    await expect(openBundle(token, certifying, nodePlatform)).resolves.toMatchObject({ sequence: 7 })
  })

  test('spoils the bundle for whoever cannot follow certificates', async () => {
    await expect(openBundle(await bundleWith(), trusted, nodePlatform)).rejects.toMatchObject({ code: 'key_not_found' })
  })
})
