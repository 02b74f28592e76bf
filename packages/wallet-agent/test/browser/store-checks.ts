import { outcomeOf } from '../contract/contract.ts'
import { credentialStoreContract } from '../contract/credential-store.ts'
import { historyStoreContract } from '../contract/history-store.ts'
import { keyStoreContract } from '../contract/key-store.ts'
import { waitingStoreContract } from '../contract/waiting-store.ts'
import { entryOf, holdingOf } from '../support/records.ts'
import { everythingIn, inNewPlace, subtle } from './places.ts'

/** The cases of test/contract over the stores of this browser. */
export const contracts = {
  keys: (i: number) => inNewPlace(({ again }) => keyStoreContract[i]!.run(async () => (await again()).keys)),
  credentials: (i: number) =>
    inNewPlace(({ again }) => credentialStoreContract[i]!.run(async () => (await again()).credentials)),
  history: (i: number) => inNewPlace(({ again }) => historyStoreContract[i]!.run(async () => (await again()).history)),
  waiting: (i: number) => inNewPlace(({ again }) => waitingStoreContract[i]!.run(async () => (await again()).waiting)),
}

/** What comes of asking the browser for the private half of a key that it keeps. */
export function exportPrivateKey(): Promise<readonly string[]> {
  return inNewPlace(async ({ database, keys }) => {
    const [key] = await keys.createKeys(1)
    const pair = await database.get('keys', key!.id)
    const asked = (['jwk', 'pkcs8'] as const).map((format) => subtle.exportKey(format, pair!.privateKey as CryptoKey))
    return Promise.all(asked.map((answer) => answer.then(() => 'given').catch((error: Error) => error.name)))
  })
}

/** Writes values with a mark into every sealed store. @returns which marks can be read in the database, and which stand there */
export function searchForPlaintext(): Promise<{ readonly found: readonly string[]; readonly idsFound: number }> {
  return inNewPlace(async ({ database, credentials, history, waiting }) => {
    const copies = [{ keyId: 'marked-key-id', credential: 'marked-credential' }]
    await credentials.add([holdingOf('holding-1', { copies, issuer: 'https://marked-issuer.example' })])
    await history.put(entryOf('entry-1', { en: 'Marked Party', th: 'ผู้ถูกหมาย' }))
    await waiting.put('waiting-1', { code: 'marked-code' })
    const text = await everythingIn(database)
    const thai = Array.from(new TextEncoder().encode('ผู้ถูกหมาย'), (byte) => String.fromCharCode(byte)).join('')
    const marks = ['marked', 'Marked', 'ผู้ถูกหมาย', thai, 'urn:example', btoa('marked').slice(0, 8)]
    const ids = ['holding-1', 'entry-1', 'waiting-1']
    return {
      found: marks.filter((mark) => text.includes(mark)),
      idsFound: ids.filter((id) => text.includes(id)).length,
    }
  })
}

/** What comes of records that were moved to another id, to another store, or changed. */
export function tamper(): Promise<readonly string[]> {
  return inNewPlace(async ({ database, credentials, history }) => {
    await credentials.add([holdingOf('a')])
    const sealed = await database.get('holdings', 'a')
    await database.put('holdings', sealed!, 'b')
    const moved = await outcomeOf(credentials.list())
    await database.delete('holdings', 'b')
    await database.put('history', sealed!, 'a')
    const otherStore = await outcomeOf(history.list())
    const text = sealed!.text.slice(0)
    new Uint8Array(text)[3]! ^= 1
    await database.put('holdings', { ...sealed!, text }, 'a')
    const changed = await outcomeOf(credentials.list())
    await database.put('holdings', sealed!, 'a')
    return [moved, otherStore, changed, await outcomeOf(credentials.list())]
  })
}

/**
 * Writes more than there is room for.
 *
 * @param grow makes room
 */
export function fill(grow: () => Promise<void>): Promise<object> {
  return inNewPlace(async ({ keys, credentials, history, again }) => {
    await credentials.add([holdingOf('a')])
    await history.put(entryOf('e'))
    const big = holdingOf('b', { copies: [{ keyId: 'k', credential: 'x'.repeat(5_000_000) }] })
    const refused = [
      await outcomeOf(credentials.add([holdingOf('c'), big])),
      await outcomeOf(credentials.update('a', ({ id }) => ({ ...big, id }))),
      await outcomeOf(history.put({ ...entryOf('f'), receipt: 'x'.repeat(5_000_000) })),
      await outcomeOf(keys.createKeys(5_000)),
    ]
    const after = await again()
    const kept = [await after.credentials.list(), await after.history.list(), await after.database.count('keys')]
    await grow()
    return { refused, kept, withRoom: await outcomeOf(credentials.add([big])) }
  })
}
