import type { HistoryEntry, Holding } from '../../src/index.ts'

/** A holding that no issuer made, for stores to keep. */
export function holdingOf(id: string, fields: Partial<Holding> = {}): Holding {
  return {
    id,
    configurationId: 'card',
    vct: 'urn:example:card:1',
    issuer: 'https://issuer.example',
    receivedAt: '2026-11-20T09:00:00.000Z',
    copies: [{ keyId: 'key', credential: 'eyJ~', expiresAt: '2027-02-20T09:00:00.000Z' }],
    ...fields,
  }
}

/** An entry of the log about nothing that happened. */
export function entryOf(id: string, { th = 'ผู้ออก', en = 'Issuer' } = {}): HistoryEntry {
  const party = { id: 'https://issuer.example', name: { th, en }, registered: false }
  return { id, at: '2026-11-20T09:00:00.000Z', kind: 'received', party, credentials: [] }
}
