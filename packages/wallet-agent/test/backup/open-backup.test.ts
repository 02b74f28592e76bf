// Files of every version that there ever was, and files that are hostile.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { exportBackup, openBackup } from '../../src/index.ts'
import { fullCost, lowCost } from '../support/backup-cryptography.ts'
import { createMemoryWallet } from '../support/memory-wallet.ts'

const PASSPHRASE = 'ma kin khao kan'

test('a backup of version 1 opens', async () => {
  const file = readFileSync(new URL('version-1.backup.json', import.meta.url), 'utf8')
  expect(await openBackup(file, PASSPHRASE, fullCost)).toEqual({
    made_at: '2026-11-30T09:00:00.000Z',
    entries: [
      {
        id: 'entry-of-version-1',
        at: '2026-11-29T09:00:00.000Z',
        kind: 'presented',
        party: {
          id: 'decentralized_identifier:did:jwk:x',
          name: { th: 'โรงแรม', en: 'Hotel' },
          registered: true,
          contact: { email: 'privacy@hotel.example' },
        },
        purpose: { th: 'เข้าพัก', en: 'Check-in' },
        manner: 'online',
        credentials: [{ vct: 'urn:bai:th:id-card:1', claims: ['given_name', 'address.province'] }],
        delivered: true,
      },
    ],
    credentials: [
      {
        vct: 'urn:bai:th:id-card:1',
        issuer: 'https://issuer.example',
        configuration_id: 'id-card',
        received_at: '2026-11-01T09:00:00.000Z',
      },
    ],
  })
})

describe('a file that is not good', () => {
  let file: string
  beforeAll(async () => {
    file = await exportBackup(PASSPHRASE, createMemoryWallet(), lowCost)
  })
  const open = (text: string, passphrase = PASSPHRASE) => openBackup(text, passphrase, lowCost)
  const changed = (change: (parsed: any) => void) => {
    const parsed = JSON.parse(file)
    change(parsed)
    return JSON.stringify(parsed)
  }

  test('is told from a passphrase that is wrong', async () => {
    await expect(open(file, 'ma kin khao tomorrow')).rejects.toMatchObject({ code: 'backup_passphrase_wrong' })
    await expect(open('{}')).rejects.toMatchObject({ code: 'backup_malformed' })
  })

  test('of a version to come is told as such', async () => {
    await expect(open(changed((parsed) => Object.assign(parsed, { version: 2, kdf: 'other' })))).rejects.toMatchObject({
      code: 'backup_version_unknown',
      details: { version: 2 },
    })
  })

  test('is refused wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: file.length - 1 }), async (length) => {
        await expect(open(file.slice(0, length))).rejects.toMatchObject({ code: 'backup_malformed' })
      }),
    )
  })

  test('is refused whatever character of it was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: file.length - 1 }),
        fc.constantFrom('A', 'z', '0', '3', '"'),
        async (at, other) => {
          fc.pre(file[at] !== other)
          await expect(open(file.slice(0, at) + other + file.slice(at + 1))).rejects.toMatchObject({
            code: expect.stringMatching(/^backup_(malformed|passphrase_wrong|version_unknown)$/),
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each<readonly [string, (parsed: any) => void]>([
    ['would take all memory', ({ kdf }) => Object.assign(kdf, { memory_kib: 4_194_304 })],
    ['would take hours', ({ kdf }) => Object.assign(kdf, { passes: 1_000_000 })],
    ['makes the passphrase easy to guess', ({ kdf }) => Object.assign(kdf, { memory_kib: 8 })],
    ['has another way to make the key', ({ kdf }) => Object.assign(kdf, { name: 'pbkdf2' })],
    ['has a short salt', ({ kdf }) => Object.assign(kdf, { salt: 'AAAA' })],
    ['has a short nonce', ({ cipher }) => Object.assign(cipher, { iv: 'AAAA' })],
    ['has no content', (parsed) => Object.assign(parsed, { sealed: '' })],
    ['has more than it should', (parsed) => Object.assign(parsed, { more: true })],
  ])('is refused before any work is done when it %s', async (_what, change) => {
    const argon2id = () => Promise.reject(new Error('worked'))
    await expect(openBackup(changed(change), PASSPHRASE, { ...lowCost, argon2id })).rejects.toMatchObject({
      code: 'backup_malformed',
    })
  })

  test('is refused when it is larger than any log', async () => {
    await expect(open(' '.repeat(40_000_001))).rejects.toMatchObject({ details: { reason: 'too_large' } })
  })
})
