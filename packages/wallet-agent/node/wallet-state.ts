import * as z from 'zod'
import { HistoryEntrySchema } from '../src/index.ts'
import { HoldingSchema } from '../src/state/holding-record.ts'
import { migrateVersion1 } from './migrate-version-1.ts'
import { migrateVersion2 } from './migrate-version-2.ts'
import { migrateVersion3 } from './migrate-version-3.ts'

const WalletStateSchema = z.strictObject({
  version: z.literal(4),
  keys: z.record(z.string(), z.record(z.string(), z.string())),
  holdings: z.array(HoldingSchema).readonly(),
  history: z.array(HistoryEntrySchema).readonly(),
  waiting: z.record(z.string(), z.unknown()),
})

/** What is in the file of a wallet. */
export type WalletState = z.infer<typeof WalletStateSchema>

export const emptyWallet: WalletState = { version: 4, keys: {}, holdings: [], history: [], waiting: {} }

/** Reads a state of this version or an earlier one, which is brought up step by step. @throws for whatever is neither */
export function parseWalletState(value: unknown): WalletState {
  return WalletStateSchema.parse(migrateVersion3(migrateVersion2(migrateVersion1(value))))
}

const PlainStateSchema = z.looseObject({ version: z.int().max(2) })

/** Reads what an earlier wallet wrote as plain text. @throws for whatever is not */
export function parsePlainState(value: unknown): WalletState {
  return parseWalletState(PlainStateSchema.parse(value))
}
