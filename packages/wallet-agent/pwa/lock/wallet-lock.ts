import { type Sealed, seal, unseal } from '../store/seal.ts'
import type { WalletDatabase } from '../store/wallet-database.ts'
import type { LockRecord } from './lock-record.ts'
import { createPasskey, type PasskeyDependencies, passkeyKey } from './passkey.ts'
import { pinKey } from './pin-key.ts'
import { countTry, nextTryAt } from './tries.ts'

export type LockDependencies = PasskeyDependencies & {
  readonly database: WalletDatabase
  readonly now: () => Date
}

export type Unlocking =
  | { readonly kind: 'opened'; readonly dataKey: CryptoKey }
  | { readonly kind: 'wrong'; readonly nextTryAt: Date }
  | { readonly kind: 'too_early'; readonly nextTryAt: Date }

/**
 * The lock of a wallet: one data key that seals what tells of the person, itself sealed under a PIN and, where the person
 * wants it and the browser can, under a passkey.
 */
export type WalletLock = {
  state(): Promise<'none' | 'pin' | 'pin_and_passkey'>
  /** Begins a new wallet. @returns its data key */
  create(pin: string): Promise<CryptoKey>
  unlockByPin(pin: string): Promise<Unlocking>
  /** @throws PasskeyError */
  unlockByPasskey(): Promise<CryptoKey>
  /** @param currentPin has to be right, and counts as a try */
  changePin(currentPin: string, pin: string): Promise<Unlocking>
  /** Adds a passkey. @throws PasskeyError */
  addPasskey(currentPin: string): Promise<Unlocking>
  removePasskey(): Promise<void>
  nextTryAt(): Promise<Date>
}

const SALT_BYTES = 16
const PLACE = 'lock/dataKey'

export function createWalletLock(dependencies: LockDependencies): WalletLock {
  const { database, subtle, randomBytes, now } = dependencies
  const load = async () => {
    const record = await database.get('lock', 'current')
    if (record === undefined) throw new TypeError('This wallet has no lock yet.')
    return record
  }
  const wrap = async (dataKey: Uint8Array<ArrayBuffer>, key: CryptoKey) =>
    seal([...dataKey], PLACE, { subtle, randomBytes, key })
  const unwrap = async (sealed: Sealed, key: CryptoKey) =>
    new Uint8Array((await unseal(sealed, PLACE, { subtle, randomBytes, key })) as number[])
  const use = (dataKey: Uint8Array<ArrayBuffer>) =>
    subtle.importKey('raw', dataKey, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const sealUnderPin = async (pin: string, deviceKey: CryptoKey, dataKey: Uint8Array<ArrayBuffer>) => {
    const salt = randomBytes(SALT_BYTES)
    return { salt, dataKey: await wrap(dataKey, await pinKey({ pin, salt, deviceKey, subtle })) }
  }

  /** The data key as bytes, for as long as it takes to seal it anew. */
  async function open(pin: string): Promise<Uint8Array<ArrayBuffer> | Exclude<Unlocking, { kind: 'opened' }>> {
    const mayTryAt = nextTryAt(await database.get('tries', 'current'), now())
    if (mayTryAt > now()) return { kind: 'too_early', nextTryAt: mayTryAt }
    await countTry(database, now())
    const record = await load()
    const { salt, dataKey } = record.pin
    const opened = await unwrap(dataKey, await pinKey({ pin, salt, deviceKey: record.deviceKey, subtle })).catch(
      () => undefined,
    )
    if (opened === undefined)
      return { kind: 'wrong', nextTryAt: nextTryAt(await database.get('tries', 'current'), now()) }
    await database.delete('tries', 'current')
    return opened
  }

  /** Opens by PIN, and keeps the record as it is then. */
  async function opening(
    pin: string,
    change?: (record: LockRecord, dataKey: Uint8Array<ArrayBuffer>) => Promise<LockRecord>,
  ): Promise<Unlocking> {
    const opened = await open(pin)
    if (!(opened instanceof Uint8Array)) return opened
    if (change !== undefined) await database.put('lock', await change(await load(), opened), 'current')
    return { kind: 'opened', dataKey: await use(opened) }
  }

  return {
    state: async () => {
      const record = await database.get('lock', 'current')
      if (record === undefined) return 'none'
      return record.passkey === undefined ? 'pin' : 'pin_and_passkey'
    },
    create: async (pin) => {
      const dataKey = randomBytes(32)
      const deviceKey = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
      await database.put('lock', { version: 1, deviceKey, pin: await sealUnderPin(pin, deviceKey, dataKey) }, 'current')
      return use(dataKey)
    },
    unlockByPin: (pin) => opening(pin),
    unlockByPasskey: async () => {
      const { passkey } = await load()
      if (passkey === undefined) throw new TypeError('This wallet has no passkey.')
      return use(await unwrap(passkey.dataKey, await passkeyKey(passkey, dependencies)))
    },
    changePin: (currentPin, pin) =>
      opening(currentPin, async (record, dataKey) => ({
        ...record,
        pin: await sealUnderPin(pin, record.deviceKey, dataKey),
      })),
    addPasskey: (currentPin) =>
      opening(currentPin, async (record, dataKey) => {
        const created = await createPasskey(dependencies)
        const { credentialId, salt, key } = created
        return { ...record, passkey: { credentialId, salt, dataKey: await wrap(dataKey, key) } }
      }),
    removePasskey: async () => {
      const { passkey: _, ...record } = await load()
      await database.put('lock', record, 'current')
    },
    nextTryAt: async () => nextTryAt(await database.get('tries', 'current'), now()),
  }
}
