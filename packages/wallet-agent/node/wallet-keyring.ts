import { scrypt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { decodeBase64url } from '@bai/credential'
import { pooledRandomBytes } from '@bai/credential/node'
import { normalizePassphrase } from '../src/backup/check-passphrase.ts'
import { WalletError } from '../src/index.ts'
import { replaceFile } from './replace-file.ts'
import { type KeyDerivation, newSalt, type SealingKey } from './wallet-envelope.ts'

export type WalletSecret = {
  /** Left out: the key is random and lies in a file of its own. */
  readonly passphrase?: string | undefined
  readonly keyFile: string
}

/** The keys that open and seal the file of a wallet. */
export type WalletKeyring = {
  /** @throws WalletError `wallet_key_missing`, `wallet_key_wrong` for a key file that holds none */
  keyOf(kdf: KeyDerivation): Promise<Uint8Array>
  /** What to seal with from now on; a key file is made where it is wanted and there is none. @param current of the file */
  sealingKey(current: KeyDerivation | undefined): Promise<SealingKey>
}

const KEY_BYTES = 32
/** OWASP Password Storage Cheat Sheet: N of 2^17, r of 8, p of 1: 128 MiB, and some half a second. */
const COST = { n: 131_072, r: 8, p: 1 } as const

export function createWalletKeyring({ passphrase, keyFile }: WalletSecret): WalletKeyring {
  if (passphrase === '') throw new TypeError('A passphrase is not empty.')
  /** The last, for every reading of the same file has the same. */
  let derived: { readonly of: string; readonly key: Promise<Uint8Array> } | undefined

  async function keyOf(kdf: KeyDerivation): Promise<Uint8Array> {
    if (kdf.name === 'key_file') return (await readKey(keyFile)) ?? Promise.reject(missing('key_file'))
    if (passphrase === undefined) throw missing('passphrase')
    const of = JSON.stringify(kdf)
    if (derived?.of !== of) derived = { of, key: stretch(passphrase, kdf) }
    return derived.key
  }

  async function sealingKey(current: KeyDerivation | undefined): Promise<SealingKey> {
    if (passphrase !== undefined) {
      const kdf = current?.name === 'scrypt' ? current : { name: 'scrypt' as const, ...COST, salt: newSalt() }
      return { kdf, key: await keyOf(kdf) }
    }
    const kdf = { name: 'key_file' as const }
    return { kdf, key: (await readKey(keyFile)) ?? (await makeKey(keyFile)) }
  }

  return { keyOf, sealingKey }
}

function stretch(passphrase: string, { n, r, p, salt }: Extract<KeyDerivation, { n: number }>): Promise<Uint8Array> {
  const options = { N: n, r, p, maxmem: 256 * n * r }
  return new Promise((resolve, reject) => {
    scrypt(normalizePassphrase(passphrase), decodeBase64url(salt, 'salt'), KEY_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

/** @returns undefined where there is no such file */
async function readKey(keyFile: string): Promise<Uint8Array | undefined> {
  try {
    const text = (await readFile(keyFile, 'ascii')).trim()
    if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const message = `${keyFile} holds no key of a wallet; restore it from a copy.`
  throw new WalletError('wallet_key_wrong', message, { by: 'key_file' })
}

async function makeKey(keyFile: string): Promise<Uint8Array> {
  const key = pooledRandomBytes(KEY_BYTES)
  await replaceFile(keyFile, `${Buffer.from(key).toString('hex')}\n`)
  return key
}

function missing(by: 'passphrase' | 'key_file'): WalletError<'wallet_key_missing'> {
  const what = by === 'passphrase' ? 'Give its passphrase (--passphrase-file).' : 'Its key file is gone; restore it.'
  return new WalletError('wallet_key_missing', `This wallet is sealed. ${what}`, { by })
}
