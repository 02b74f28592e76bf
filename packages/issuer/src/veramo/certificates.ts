// The library below resolves its parts by it.
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import type { PublicJwk } from '@bai/credential'
import { certifyForDevelopment, type DevelopmentCertificates } from '@bai/credential/x509'
import * as x509 from '@peculiar/x509'
import { IssuerError } from '../errors.ts'

/** ECDSA with P-256 and SHA-256, as everything here is signed. */
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const MAX_CHAIN = 5

/** @returns the raw signature of ECDSA, `r || s` */
export type SignBytes = (bytes: Uint8Array) => Promise<Uint8Array>

export type CertifiedIdentity = {
  readonly did: string
  readonly credentialIssuer: string
  readonly name: string
}

/**
 * A certificate request (RFC 2986) for a key that never leaves its key management: only what is to be signed goes there.
 *
 * @returns PEM
 */
export async function makeCertificateRequest(
  publicJwk: PublicJwk,
  sign: SignBytes,
  identity: CertifiedIdentity,
): Promise<string> {
  const publicKey = await importKey(publicJwk)
  // The library signs by WebCrypto and wants a private key object; any will do, for the signing is done elsewhere.
  const { privateKey } = (await webcrypto.subtle.generateKey(ECDSA, false, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    {
      name: nameOf(identity.name),
      keys: { publicKey, privateKey },
      signingAlgorithm: ECDSA,
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.SubjectAlternativeNameExtension(alternativeNames(identity)),
      ],
    },
    signingBy(sign),
  )
  return request.toString('pem')
}

/**
 * A chain as an operator gives it: PEM, the leaf first, each certified by the next (RFC 5280, section 6.1), good now, for
 * this key and this issuer. The anchor is left out, if it is there: verifiers have it (HAIP 1.0, section 6.1.1).
 *
 * @returns base64 of DER, as in `x5c`
 * @throws IssuerError `certificates_unusable`
 */
export async function readCertificates(
  pem: string,
  { publicJwk, did, credentialIssuer, now }: { publicJwk: PublicJwk; did: string; credentialIssuer: string; now: Date },
): Promise<readonly string[]> {
  const chain = parse(pem)
  const [leaf] = chain
  if (leaf === undefined || chain.length > MAX_CHAIN)
    throw unusable(`a chain has 1 to ${MAX_CHAIN} certificates`, 'length')
  const key = Buffer.from(leaf.publicKey.rawData)
  if (!key.equals(Buffer.from(await webcrypto.subtle.exportKey('spki', await importKey(publicJwk)))))
    throw unusable('the first certificate is of another key', 'key')
  if (await leaf.isSelfSigned()) throw unusable('the first certificate is signed by itself', 'self_signed')
  for (const [i, certificate] of chain.entries()) {
    if (certificate.notBefore > now || certificate.notAfter < now)
      throw unusable(`certificate ${i + 1} is not valid now`, 'validity')
    const issuer = chain[i + 1]
    if (issuer === undefined) continue
    const constraints = issuer.getExtension(x509.BasicConstraintsExtension)
    if (constraints?.ca !== true) throw unusable(`certificate ${i + 2} may not certify others`, 'basic_constraints')
    if (
      certificate.issuer !== issuer.subject ||
      !(await certificate.verify({ publicKey: issuer.publicKey, date: now }))
    )
      throw unusable(`certificate ${i + 1} is not signed by the next`, 'chain')
  }
  const names = leaf.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? []
  const host = new URL(credentialIssuer).hostname
  const named = names.some(
    ({ type, value }) => [did, credentialIssuer].includes(value) || (type === 'dns' && value === host),
  )
  if (!named) throw unusable('the first certificate names neither the DID nor the address of this issuer', 'names')
  const withoutAnchor = []
  for (const certificate of chain) if (!(await certificate.isSelfSigned())) withoutAnchor.push(certificate)
  return withoutAnchor.map((certificate) => Buffer.from(certificate.rawData).toString('base64'))
}

/** A certificate for development, by an authority of this run, in which the issuer has all its names. */
export function certifyIssuerForDevelopment(
  publicJwk: PublicJwk,
  identity: CertifiedIdentity,
  now: Date,
): Promise<DevelopmentCertificates> {
  return certifyForDevelopment(publicJwk, { name: identity.name, names: alternativeNames(identity) }, now)
}

/** By DID, by address and by host: verifiers look for one or the other (SD-JWT VC, section 2.5). */
function alternativeNames({ did, credentialIssuer }: CertifiedIdentity): x509.JsonGeneralNames {
  const { hostname } = new URL(credentialIssuer)
  const host = /^[\d.]+$|:/.test(hostname)
    ? ({ type: 'ip', value: hostname } as const)
    : ({ type: 'dns', value: hostname } as const)
  return [{ type: 'url', value: credentialIssuer }, { type: 'url', value: did }, host]
}

function nameOf(name: string): x509.JsonName {
  return [{ CN: [name.slice(0, 64)] }, { C: ['TH'] }]
}

function importKey({ kty, crv, x, y }: PublicJwk): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('jwk', { kty, crv: crv!, x: x!, y: y! }, ECDSA, true, [
    'verify',
  ]) as Promise<webcrypto.CryptoKey>
}

/** WebCrypto, but for the signing, which the key management does. */
function signingBy(sign: SignBytes): NonNullable<Parameters<typeof x509.Pkcs10CertificateRequestGenerator.create>[1]> {
  const subtle = new Proxy(webcrypto.subtle, {
    get: (target, name) => {
      if (name === 'sign') {
        return async (_algorithm: unknown, _key: unknown, data: ArrayBuffer) =>
          Uint8Array.from(await sign(new Uint8Array(data))).buffer
      }
      const member = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  return { subtle, getRandomValues: webcrypto.getRandomValues.bind(webcrypto) } as unknown as ReturnType<
    typeof signingBy
  >
}

function parse(pem: string): readonly x509.X509Certificate[] {
  try {
    return x509.PemConverter.decode(pem).map((der) => new x509.X509Certificate(der))
  } catch {
    throw unusable('it is no PEM of certificates', 'pem')
  }
}

function unusable(why: string, reason: string): IssuerError<'certificates_unusable'> {
  return new IssuerError('certificates_unusable', `The certificates cannot be used: ${why}.`, { reason })
}
