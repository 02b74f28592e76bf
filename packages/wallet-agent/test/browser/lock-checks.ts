import type { PasskeyError } from '../../pwa/lock/passkey.ts'
import { createWalletLock, type Unlocking, type WalletLock } from '../../pwa/lock/wallet-lock.ts'
import { seal, unseal } from '../../pwa/store/seal.ts'
import { everythingIn, inNewPlace, type Place, randomBytes, subtle } from './places.ts'

const PIN = '314159'
const OTHER = '271828'
const WRONG = '161803'

type Bench = {
  readonly lock: WalletLock
  readonly database: Place['database']
  /** Moves the clock, which else stands still. @param seconds after its beginning */
  at(seconds: number): void
  /** What became of a try, and after how many seconds the next may be made. */
  told(unlocking: Unlocking): string
  /** What the wallet had sealed with its data key, opened with another one. */
  reads(dataKey: CryptoKey): Promise<unknown>
}

/** A wallet with a PIN, in which something was sealed. */
function withLock<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
  return inNewPlace(async ({ database }) => {
    const begin = Date.parse('2026-11-20T09:00:00.000Z')
    let now = begin
    const dependencies = { database, subtle, randomBytes, credentials: navigator.credentials, now: () => new Date(now) }
    const lock = createWalletLock(dependencies)
    const sealed = await seal('what is sealed', 'a/b', { subtle, randomBytes, key: await lock.create(PIN) })
    return work({
      lock,
      database,
      at: (seconds) => {
        now = begin + seconds * 1000
      },
      told: (unlocking) => {
        if (unlocking.kind === 'opened') return 'opened'
        return `${unlocking.kind}, ${(unlocking.nextTryAt.getTime() - now) / 1000}`
      },
      reads: (key) => unseal(sealed, 'a/b', { subtle, randomBytes, key }).catch((error: Error) => error.name),
    })
  })
}

/** Wrong PINs one after the other, and the right one too early and in time. */
export function slowDown(): Promise<readonly string[]> {
  return withLock(async ({ lock, at, told }) => {
    const tries: string[] = []
    const attempt = async (seconds: number, pin: string) => {
      at(seconds)
      tries.push(told(await lock.unlockByPin(pin)))
    }
    await attempt(0, WRONG)
    await attempt(0, WRONG)
    await attempt(0, WRONG)
    await attempt(0, PIN)
    await attempt(29, PIN)
    await attempt(-3600, PIN)
    await attempt(30, WRONG)
    await attempt(89, PIN)
    await attempt(90, PIN)
    await attempt(90, WRONG)
    return tries
  })
}

/** @returns states and outcomes: a wrong current PIN, the right one, then the old and the new */
export function changePin(): Promise<readonly unknown[]> {
  return withLock(async ({ lock, told, reads, database }) => {
    const refused = told(await lock.changePin(WRONG, OTHER))
    const changed = told(await lock.changePin(PIN, OTHER))
    const old = told(await lock.unlockByPin(PIN))
    const opened = await lock.unlockByPin(OTHER)
    const text = await everythingIn(database)
    return [
      refused,
      changed,
      old,
      opened.kind === 'opened' && (await reads(opened.dataKey)),
      [PIN, OTHER].filter((pin) => text.includes(pin)),
    ]
  })
}

/** Which of the keys of an open wallet the browser gives away. */
export function exportLockKeys(): Promise<readonly string[]> {
  return withLock(async ({ lock, database }) => {
    const opened = await lock.unlockByPin(PIN)
    const { deviceKey } = (await database.get('lock', 'current'))!
    const keys = opened.kind === 'opened' ? [opened.dataKey, deviceKey] : []
    return Promise.all(
      keys.map((key) =>
        subtle.exportKey('raw', key).then(
          () => 'given',
          (error: Error) => error.name,
        ),
      ),
    )
  })
}

/** Another device: all of the database but its own key. @returns what the right PIN does there */
export function copyToAnotherDevice(): Promise<string> {
  return withLock(async ({ lock, database, told }) => {
    const record = (await database.get('lock', 'current'))!
    const deviceKey = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    await database.put('lock', { ...record, deviceKey }, 'current')
    return told(await lock.unlockByPin(PIN))
  })
}

/**
 * Adds a passkey, opens by it also after the PIN has changed, does not open for somebody else, and takes it away.
 *
 * @param leave lets somebody else hold the authenticator
 */
export function passkey(leave: () => Promise<void>): Promise<readonly unknown[]> {
  return withLock(async ({ lock, told, reads }) => {
    const refused = told(await lock.addPasskey(WRONG))
    const before = await lock.state()
    const added = told(await lock.addPasskey(PIN))
    const after = await lock.state()
    const opened = await reads(await lock.unlockByPasskey())
    const changed = told(await lock.changePin(PIN, OTHER))
    const openedAgain = await reads(await lock.unlockByPasskey())
    await leave()
    const stranger = await lock.unlockByPasskey().catch((error: PasskeyError) => error.code)
    await lock.removePasskey()
    return [refused, before, added, after, opened, changed, openedAgain, stranger, await lock.state()]
  })
}

/** With a passkey that has no secret. */
export function passkeyWithoutSecret(): Promise<readonly unknown[]> {
  return withLock(async ({ lock, reads }) => {
    const refused = await lock.addPasskey(PIN).catch((error: PasskeyError) => error.code)
    const opened = await lock.unlockByPin(PIN)
    return [refused, await lock.state(), opened.kind === 'opened' && (await reads(opened.dataKey))]
  })
}
