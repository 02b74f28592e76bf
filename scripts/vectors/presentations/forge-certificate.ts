// Writes certificates by hand, in DER (X.690) as RFC 5280 has them, on node:crypto alone: see forge.ts.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { type KeyName, NOW, privateKey, publicKey } from '../attacks/forge.ts'

export type CertificateInput = {
  readonly subject: string
  readonly key: KeyName
  readonly by: { readonly subject: string; readonly key: KeyName }
  /** In seconds; left out: a year from NOW. */
  readonly notAfter?: number
  /** Names of the subject, for a leaf. */
  readonly uri?: string
  readonly dns?: string
  /** The domain below which a leaf's DNS names have to be, for an authority. */
  readonly permitted?: string
}

const YEAR_SECONDS = 365 * 86_400
const ECDSA_WITH_SHA256 = hex('300a06082a8648ce3d040302')
/** Object identifiers, in DER. */
const COMMON_NAME = hex('0603550403')
const KEY_USAGE = hex('0603551d0f')
const ALTERNATIVE_NAME = hex('0603551d11')
const BASIC_CONSTRAINTS = hex('0603551d13')
const NAME_CONSTRAINTS = hex('0603551d1e')
const AUTHORITY_KEY_IDENTIFIER = hex('0603551d23')
const [MAY_CERTIFY, MAY_SIGN] = [hex('03020204'), hex('03020780')]

/** A certificate: of an authority, or with names, of a leaf. @returns base64 of DER, as in `x5c` */
export function certificate({ subject, key, by, notAfter, uri, dns, permitted }: CertificateInput): string {
  const isLeaf = uri !== undefined || dns !== undefined
  const names = [...(uri ? [der(0x86, Buffer.from(uri))] : []), ...(dns ? [der(0x82, Buffer.from(dns))] : [])]
  const constraints = permitted === undefined ? [] : [der(0x30, der(0x82, Buffer.from(permitted)))]
  const extensions = [
    extension(BASIC_CONSTRAINTS, isLeaf ? sequence() : sequence(hex('0101ff')), 'critical'),
    extension(KEY_USAGE, isLeaf ? MAY_SIGN : MAY_CERTIFY, 'critical'),
    extension(AUTHORITY_KEY_IDENTIFIER, sequence(der(0x80, Buffer.from(keyIdentifier(by.key), 'base64url')))),
    ...(isLeaf ? [extension(ALTERNATIVE_NAME, sequence(...names))] : []),
    ...constraints.map((subtree) => extension(NAME_CONSTRAINTS, sequence(der(0xa0, subtree)), 'critical')),
  ]
  const toBeSigned = sequence(
    der(0xa0, hex('020102')),
    // The serial number: another one for every key and subject.
    der(0x02, Buffer.concat([hex('01'), sha1(`${subject} ${key}`).subarray(0, 8)])),
    ECDSA_WITH_SHA256,
    nameOf(by.subject),
    sequence(timeOf(NOW - YEAR_SECONDS), timeOf(notAfter ?? NOW + YEAR_SECONDS)),
    nameOf(subject),
    publicKeyInfo(key),
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', toBeSigned, createPrivateKey({ key: { ...privateKey(by.key) }, format: 'jwk' }))
  return sequence(toBeSigned, ECDSA_WITH_SHA256, der(0x03, hex('00'), signature)).toString('base64')
}

/** SHA-1 over the bits of the key (RFC 5280, section 4.2.1.2), as DCQL names it. @returns base64url */
export function keyIdentifier(key: KeyName): string {
  // The bits of a key on P-256 are the last 65 bytes of its SubjectPublicKeyInfo (RFC 5480, section 2.2).
  return sha1(publicKeyInfo(key).subarray(-65)).toString('base64url')
}

function publicKeyInfo(key: KeyName): Buffer {
  return createPublicKey({ key: { ...publicKey(key) }, format: 'jwk' }).export({ type: 'spki', format: 'der' })
}

function nameOf(subject: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(subject)))))
}

function timeOf(seconds: number): Buffer {
  const digits = new Date(seconds * 1000).toISOString().replaceAll(/[-:T]|\.000/g, '')
  return der(0x17, Buffer.from(digits.slice(2)))
}

function extension(identifier: Buffer, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(identifier, ...(critical ? [hex('0101ff')] : []), der(0x04, value))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

/** Tag, length and value (X.690, section 8.1); lengths up to 65,535. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const { length } = value
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), value])
}

function sha1(data: string | Buffer): Buffer {
  return createHash('sha1').update(data).digest()
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex')
}
