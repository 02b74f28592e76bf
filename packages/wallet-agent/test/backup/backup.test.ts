// What goes from one phone to the next, and what does not.
import { createDecipheriv } from 'node:crypto'
import { argon2id } from '@noble/hashes/argon2.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exportBackup,
  HISTORY_KINDS,
  type HistoryEntry,
  type LoggedWallet,
  openBackup,
  restoreLog,
} from '../../src/index.ts'
import { fullCost, lowCost } from '../support/backup-cryptography.ts'
import { CARD_CLAIMS, holdCard } from '../support/holding.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const PASSPHRASE = 'ma kin khao kan'
const text = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' })
const bilingual = fc.record({ th: text, en: text })
const entryArbitrary: fc.Arbitrary<HistoryEntry> = fc.record(
  {
    id: fc.uuid(),
    at: fc
      .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    kind: fc.constantFrom(...HISTORY_KINDS),
    party: fc.record({ id: text, name: bilingual, registered: fc.boolean() }),
    purpose: bilingual,
    manner: fc.constantFrom('online' as const, 'two-scan' as const, 'one-scan' as const, 'printed' as const),
    credentials: fc.array(fc.record({ vct: text, claims: fc.array(text, { maxLength: 5 }) }), { maxLength: 3 }),
    delivered: fc.boolean(),
    receipt: text,
    regarding: text,
  },
  { requiredKeys: ['id', 'at', 'kind', 'party', 'credentials'] },
)
const logArbitrary = fc.uniqueArray(entryArbitrary, { maxLength: 6, selector: ({ id }) => id })

async function walletWith(entries: readonly HistoryEntry[]): Promise<LoggedWallet> {
  const wallet = createMemoryWallet()
  for (const entry of entries) await wallet.history.put(entry)
  return wallet
}

describe('a backup', () => {
  test('of any log opens to the same log, whatever the passphrase', async () => {
    await fc.assert(
      fc.asyncProperty(logArbitrary, text, async (entries, passphrase) => {
        const wallet = await walletWith(entries)
        const opened = await openBackup(await exportBackup(passphrase, wallet, lowCost), passphrase, lowCost)
        expect(opened.entries).toEqual(await wallet.history.list())
      }),
      { numRuns: 60 },
    )
  })

  test('has the list of credentials and nothing that is in them, at a cost that is in the file', async () => {
    const wallet = createMemoryWallet({ now: new Date('2026-11-30T09:00:00.000Z') })
    const key = await holdCard(wallet)
    const told: number[] = []
    const file = JSON.parse(
      await exportBackup(PASSPHRASE, wallet, { ...fullCost, onProgress: (done) => told.push(done) }),
    )
    expect(file).toMatchObject({ version: 1, kdf: { name: 'argon2id', memory_kib: 65_536, passes: 3 } })
    expect(told.at(-1)).toBe(1)
    // Opened by other means: the format is what it is said to be.
    const bytes = (base64url: string) => Buffer.from(base64url, 'base64url')
    const { kdf, cipher, sealed } = file
    const secret = argon2id(PASSPHRASE, bytes(kdf.salt), { m: kdf.memory_kib, t: kdf.passes, p: 1, dkLen: 32 })
    const decipher = createDecipheriv('aes-256-gcm', secret, bytes(cipher.iv))
    const header = [file.format, 1, 'argon2id', kdf.memory_kib, kdf.passes, kdf.salt, 'A256GCM', cipher.iv]
    decipher.setAAD(Buffer.from(JSON.stringify(header))).setAuthTag(bytes(sealed).subarray(-16))
    const content = decipher.update(bytes(sealed).subarray(0, -16), undefined, 'utf8') + decipher.final('utf8')
    expect(JSON.parse(content)).toEqual({
      made_at: '2026-11-30T09:00:00.000Z',
      entries: [],
      credentials: [
        {
          vct: 'urn:bai:th:id-card:1',
          issuer: 'https://issuer.example',
          configuration_id: 'card',
          received_at: '2026-11-30T09:00:00.000Z',
        },
      ],
    })
    for (const secretText of [key.id, key.publicJwk.x, CARD_CLAIMS['given_name'], 'eyJ'])
      expect(content).not.toContain(secretText)
  })

  test('is another each time', async () => {
    const wallet = createMemoryWallet()
    const files = [await exportBackup(PASSPHRASE, wallet, lowCost), await exportBackup(PASSPHRASE, wallet, lowCost)]
    const [one, two] = files.map((file) => JSON.parse(file))
    expect([one.kdf.salt, one.cipher.iv]).not.toEqual([two.kdf.salt, two.cipher.iv])
  })

  test('opens with the same passphrase from another keyboard', async () => {
    const wallet = createMemoryWallet()
    // é as one character, and as two.
    const file = await exportBackup('caf\u00e9 caf\u00e9 caf\u00e9', wallet, lowCost)
    expect(await openBackup(file, ' cafe\u0301 cafe\u0301 cafe\u0301 ', lowCost)).toMatchObject({ entries: [] })
  })
})

describe('a log that is brought to another wallet', () => {
  test('is added to the log that is there: nothing is lost, nothing is doubled, and what is there stays', async () => {
    await fc.assert(
      fc.asyncProperty(logArbitrary, logArbitrary, async (own, brought) => {
        const wallet = await walletWith(own)
        const changed = own.slice(0, 1).map((entry) => ({ ...entry, kind: 'removed' as const }))
        const entries = [...brought, ...changed]
        expect(await restoreLog({ entries }, wallet)).toBe(brought.length)
        expect(await restoreLog({ entries }, wallet)).toBe(0)
        const byId = new Map([...brought, ...own].map((entry) => [entry.id, entry]))
        const merged = await wallet.history.list()
        expect(new Map(merged.map((entry) => [entry.id, entry]))).toEqual(byId)
        expect(merged).toHaveLength(byId.size)
      }),
      { numRuns: 60 },
    )
  })
})
