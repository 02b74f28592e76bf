import * as z from 'zod'
import { HistoryEntrySchema } from '../src/index.ts'
import { HoldingSchema } from '../src/state/holding-record.ts'
import type { WalletState } from './wallet-state.ts'

/** Version 3 held the log too, and nothing of what was begun and is not at its end. It was the first that was sealed. */
const WalletStateSchema3 = z.strictObject({
  version: z.literal(3),
  keys: z.record(z.string(), z.record(z.string(), z.string())),
  holdings: z.array(HoldingSchema).readonly(),
  history: z.array(HistoryEntrySchema).readonly(),
})
export type WalletState3 = z.infer<typeof WalletStateSchema3>

/** @returns what is of version 3 as version 4, and whatever else as it is */
export function migrateVersion3(value: unknown): unknown {
  const { data } = WalletStateSchema3.safeParse(value)
  return data === undefined ? value : ({ ...data, version: 4, waiting: {} } satisfies WalletState)
}
