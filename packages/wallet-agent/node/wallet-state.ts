import * as z from 'zod'
import { HistoryEntrySchema } from '../src/index.ts'
import { HoldingSchema } from '../src/state/holding-record.ts'
import { migrateVersion1 } from './migrate-version-1.ts'
import { migrateVersion2 } from './migrate-version-2.ts'

const WalletStateSchema = z.strictObject({
  version: z.literal(3),
  keys: z.record(z.string(), z.record(z.string(), z.string())),
  holdings: z.array(HoldingSchema).readonly(),
  history: z.array(HistoryEntrySchema).readonly(),
})

/** What is in the file of a wallet. */
export type WalletState = z.infer<typeof WalletStateSchema>

export const emptyWallet: WalletState = { version: 3, keys: {}, holdings: [], history: [] }

/** Reads a state of this version or an earlier one, which is brought up step by step. @throws for whatever is neither */
export function parseWalletState(value: unknown): WalletState {
  return WalletStateSchema.parse(migrateVersion2(migrateVersion1(value)))
}

const PlainStateSchema = z.looseObject({ version: z.int().max(2) })

/** Reads what an earlier wallet wrote as plain text. @throws for whatever is not */
export function parsePlainState(value: unknown): WalletState {
  return parseWalletState(PlainStateSchema.parse(value))
}
