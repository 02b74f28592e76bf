import { createHash } from 'node:crypto'
import { verifyCertificatePath } from '@bai/credential/x509'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Name } from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  authorityKeyIdentifier,
  type CertificateOptions,
  createAuthority,
  NOW,
  nameConstraints,
  type TestCertificate,
} from '../support/certificate-authority.ts'

const NAMES: x509.JsonGeneralNames = [
  { type: 'dns', value: 'issuer.example' },
  { type: 'url', value: 'https://issuer.example' },
]
const LEAF: CertificateOptions = { ca: false, usage: x509.KeyUsageFlags.digitalSignature, names: NAMES }
const BETWEEN: CertificateOptions = { subject: 'CN=Between, C=TH', ca: true, usage: x509.KeyUsageFlags.keyCertSign }
const DAY = 86_400_000

let root: TestCertificate
beforeAll(async () => {
  root = await createAuthority()
})

/** The path from the leaf up to and without the anchor. */
const verify = (path: readonly TestCertificate[], anchors = [root], now = NOW) =>
  verifyCertificatePath(
    path.map(({ der }) => der),
    { anchors: anchors.map(({ der }) => der), now },
  )
const refusal = (reason: string) => expect.objectContaining({ code: 'certificate_path_invalid', details: { reason } })

describe('a good path', () => {
  test('of one step gives the key of the leaf and whom it is for', async () => {
    const leaf = await root.certify(LEAF)
    const { kty, crv, x, y } = leaf.publicJwk
    expect(await verify([leaf])).toEqual({
      publicJwk: { kty, crv, x, y },
      dnsNames: ['issuer.example'],
      uris: ['https://issuer.example'],
      subject: 'CN=Leaf, C=TH',
      notAfter: new Date('2027-12-31T00:00:00Z'),
      thumbprint: createHash('sha256').update(Buffer.from(leaf.der, 'base64')).digest('base64url'),
      authorityKeyIdentifiers: [],
    })
  })

  test('tells the key identifiers of the authorities on it, from the leaf up', async () => {
    const by = (identifier: string) => ({ extensions: [authorityKeyIdentifier(identifier)] })
    const between = await root.certify({ ...BETWEEN, ...by('ff00aa') })
    const leaf = await between.certify({ ...LEAF, ...by('0102fe') })
    // Base64url of 01 02 fe and of ff 00 aa.
    await expect(verify([leaf, between])).resolves.toMatchObject({ authorityKeyIdentifiers: ['AQL-', '_wCq'] })
  })

  test('of two steps, with the anchor at its end or without', async () => {
    const between = await root.certify(BETWEEN)
    const leaf = await between.certify(LEAF)
    await expect(verify([leaf, between])).resolves.toMatchObject({ subject: 'CN=Leaf, C=TH' })
    await expect(verify([leaf, between, root])).resolves.toMatchObject({ subject: 'CN=Leaf, C=TH' })
  })

  test('leads to whichever anchor of the same name has signed it', async () => {
    const other = await createAuthority()
    await expect(verify([await root.certify(LEAF)], [other, root])).resolves.toBeDefined()
  })

  test('a leaf that says nothing of its use is taken', async () => {
    await expect(verify([await root.certify({ names: NAMES })])).resolves.toBeDefined()
  })

  test('at the edges of its validity', async () => {
    const leaf = await root.certify({ ...LEAF, notBefore: NOW, notAfter: NOW })
    await expect(verify([leaf])).resolves.toBeDefined()
  })
})

describe('a path is refused', () => {
  test.each<readonly [string, () => Promise<readonly TestCertificate[]>, string]>([
    ['of nothing', async () => [], 'length'],
    ['of six certificates', async () => Array.from({ length: 6 }, () => root), 'length'],
    ['that is only the anchor', async () => [root], 'leaf_is_anchor'],
    ['to an authority nobody pinned', async () => [await (await createAuthority()).certify(LEAF)], 'no_anchor'],
    [
      'that is over',
      async () => [await root.certify({ ...LEAF, notAfter: new Date(NOW.getTime() - DAY) })],
      'validity',
    ],
    ['to come', async () => [await root.certify({ ...LEAF, notBefore: new Date(NOW.getTime() + DAY) })], 'validity'],
    ['with a leaf that may certify', async () => [await root.certify({ ...LEAF, ca: true })], 'basic_constraints'],
    [
      'with a leaf that may not sign',
      async () => [await root.certify({ ...LEAF, usage: x509.KeyUsageFlags.keyEncipherment })],
      'key_usage',
    ],
    [
      'over one that may not certify',
      async () => {
        const between = await root.certify({ ...BETWEEN, ca: false })
        return [await between.certify(LEAF), between]
      },
      'basic_constraints',
    ],
    [
      'over a leaf that certifies',
      async () => {
        const leaf = await root.certify(LEAF)
        return [await leaf.certify({ ...LEAF, subject: 'CN=Below' }), leaf]
      },
      'basic_constraints',
    ],
    [
      'over one whose key is for something else',
      async () => {
        const between = await root.certify({ ...BETWEEN, usage: x509.KeyUsageFlags.digitalSignature })
        return [await between.certify(LEAF), between]
      },
      'key_usage',
    ],
    [
      'longer than an authority allows',
      async () => {
        const first = await root.certify({ ...BETWEEN, pathLength: 0 })
        const second = await first.certify({ ...BETWEEN, subject: 'CN=Second' })
        return [await second.certify(LEAF), second, first]
      },
      'path_length',
    ],
    [
      'with a critical extension nobody knows',
      async () => {
        const extensions = [new x509.Extension('1.2.3.4', true, new Uint8Array([5, 0]).buffer)]
        return [await root.certify({ ...LEAF, extensions })]
      },
      'critical_extension',
    ],
    [
      'out of order',
      async () => {
        const between = await root.certify(BETWEEN)
        const other = await root.certify({ ...BETWEEN, subject: 'CN=Other' })
        return [await between.certify(LEAF), other]
      },
      'signature',
    ],
  ])('%s', async (_what, path, reason) => {
    await expect(verify(await path())).rejects.toThrowError(refusal(reason))
  })

  test('whose anchor is over', async () => {
    const old = await createAuthority({ notAfter: new Date(NOW.getTime() - DAY) })
    await expect(verify([await old.certify(LEAF)], [old])).rejects.toThrowError(refusal('validity'))
  })

  test('of something that is no certificate', async () => {
    const options = { anchors: [root.der], now: NOW }
    await expect(verifyCertificatePath(['AAAA'], options)).rejects.toThrowError(refusal('malformed'))
  })

  test('with one byte of the signature changed', async () => {
    const { der } = await root.certify(LEAF)
    const bytes = Buffer.from(der, 'base64')
    bytes[bytes.length - 1]! ^= 1
    const options = { anchors: [root.der], now: NOW }
    await expect(verifyCertificatePath([bytes.toString('base64')], options)).rejects.toThrowError(refusal('no_anchor'))
  })
})

describe('name constraints (RFC 5280, section 4.2.1.10)', () => {
  const directoryName = AsnConvert.parse(new x509.Name('C=TH').toArrayBuffer(), Name)
  const elsewhere = AsnConvert.parse(new x509.Name('C=LA').toArrayBuffer(), Name)
  type Constraints = Parameters<typeof nameConstraints>[0]

  async function constrained(constraints: Constraints, leaf: CertificateOptions = LEAF) {
    const between = await root.certify({ ...BETWEEN, extensions: [nameConstraints(constraints)] })
    return verify([await between.certify(leaf), between])
  }

  test.each<readonly [string, Constraints]>([
    ['its own host', { permitted: [{ dNSName: 'issuer.example' }] }],
    ['the domain above', { permitted: [{ dNSName: 'example' }] }],
    ['the host of its address', { permitted: [{ uniformResourceIdentifier: 'issuer.example' }] }],
    ['hosts below a domain', { permitted: [{ uniformResourceIdentifier: '.example' }] }],
    ['another form of name', { permitted: [{ rfc822Name: 'example' }] }],
    ['everything but another domain', { excluded: [{ dNSName: 'other.example' }] }],
  ])('%s is allowed', async (_what, constraints) => {
    await expect(constrained(constraints)).resolves.toBeDefined()
  })

  test.each<readonly [string, Constraints]>([
    ['another host', { permitted: [{ dNSName: 'other.example' }] }],
    ['a host that only ends alike', { permitted: [{ dNSName: 'suer.example' }] }],
    ['the host of another address', { permitted: [{ uniformResourceIdentifier: 'other.example' }] }],
    ['a domain, where hosts below it are meant', { permitted: [{ uniformResourceIdentifier: '.issuer.example' }] }],
    ['an excluded domain', { excluded: [{ dNSName: 'example' }] }],
    ['an excluded host of addresses', { excluded: [{ uniformResourceIdentifier: 'issuer.example' }] }],
    ['another country', { permitted: [{ directoryName: elsewhere }] }],
  ])('%s is refused', async (_what, constraints) => {
    await expect(constrained(constraints)).rejects.toThrowError(refusal('name_constraints'))
  })

  test('a distinguished name begins with what is allowed', async () => {
    const leaf = { ...LEAF, subject: 'C=TH, CN=Leaf' }
    await expect(constrained({ permitted: [{ directoryName }] }, leaf)).resolves.toBeDefined()
    await expect(constrained({ excluded: [{ directoryName }] }, leaf)).rejects.toThrowError(refusal('name_constraints'))
  })

  test('a DID has no host that could be allowed', async () => {
    const names: x509.JsonGeneralNames = [{ type: 'url', value: 'did:web:issuer.example' }]
    const permitted = [{ uniformResourceIdentifier: 'issuer.example' }]
    await expect(constrained({ permitted }, { ...LEAF, names })).rejects.toThrowError(refusal('name_constraints'))
  })
})
