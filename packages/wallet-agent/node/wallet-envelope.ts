import { createCipheriv, createDecipheriv } from 'node:crypto'
import { decodeBase64url, encodeBase64url } from '@bai/credential'
import { pooledRandomBytes } from '@bai/credential/node'
import * as z from 'zod'

const FORMAT = 'bai-wallet'
const VERSION = 1
const CIPHER = 'aes-256-gcm'
/** NIST SP 800-38D, section 8.2.2 and 8.3: a random IV of 96 bits, for at most 2^32 writes under one key. */
const IV_BYTES = 12
const TAG_BYTES = 16
const SALT_BYTES = 16

/**
 * How the key comes about. scrypt (RFC 7914) at least as costly as OWASP asks for, and at most so that a file from
 * elsewhere takes half a gigabyte.
 */
const KeyDerivationSchema = z.discriminatedUnion('name', [
  z.strictObject({
    name: z.literal('scrypt'),
    n: z.union([131_072, 262_144, 524_288].map((n) => z.literal(n))),
    r: z.literal(8),
    p: z.literal(1),
    salt: base64url(({ length }) => length === SALT_BYTES),
  }),
  z.strictObject({ name: z.literal('key_file') }),
])
export type KeyDerivation = z.infer<typeof KeyDerivationSchema>

const EnvelopeSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  kdf: KeyDerivationSchema,
  cipher: z.strictObject({ name: z.literal('A256GCM'), iv: base64url(({ length }) => length === IV_BYTES) }),
  sealed: base64url(({ length }) => length > TAG_BYTES),
})

/** A wallet as it lies in its file. */
export type WalletEnvelope = z.infer<typeof EnvelopeSchema>
export type SealingKey = { readonly kdf: KeyDerivation; readonly key: Uint8Array }

export function newSalt(): string {
  return encodeBase64url(pooledRandomBytes(SALT_BYTES))
}

/** Whether this is an envelope at all, of whatever version: what is not may be a wallet of before. */
export function isEnvelope(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'format' in value
}

/** @throws ZodError for what is no envelope of this version */
export function parseEnvelope(value: unknown): WalletEnvelope {
  return EnvelopeSchema.parse(value)
}

/** AES-256-GCM over the whole, and over how it was made, so that no part can be changed unnoticed. */
export function sealEnvelope(text: string, { kdf, key }: SealingKey): WalletEnvelope {
  const iv = pooledRandomBytes(IV_BYTES)
  const header = {
    format: FORMAT,
    version: VERSION,
    kdf,
    cipher: { name: 'A256GCM', iv: encodeBase64url(iv) },
  } as const
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(headerBytes(header))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { ...header, sealed: encodeBase64url(sealed) }
}

/** @throws Error for another key, and for a file that was changed, which cannot be told apart */
export function openEnvelope({ sealed, ...header }: WalletEnvelope, key: Uint8Array): string {
  const bytes = decodeBase64url(sealed, 'sealed')
  const decipher = createDecipheriv(CIPHER, key, decodeBase64url(header.cipher.iv, 'iv'), { authTagLength: TAG_BYTES })
  decipher.setAAD(headerBytes(header)).setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
}

function headerBytes({ format, version, kdf, cipher }: Omit<WalletEnvelope, 'sealed'>): Buffer {
  const derivation = kdf.name === 'scrypt' ? [kdf.name, kdf.n, kdf.r, kdf.p, kdf.salt] : [kdf.name]
  return Buffer.from(JSON.stringify([format, version, derivation, cipher.name, cipher.iv]))
}

function base64url(fits: (bytes: Uint8Array) => boolean) {
  return z.string().refine((text) => {
    try {
      return fits(decodeBase64url(text, 'wallet'))
    } catch {
      return false
    }
  })
}
