import * as z from 'zod'
import { HoldingSchema } from '../src/state/holding-record.ts'
import type { WalletState3 } from './migrate-version-3.ts'

/** Version 2 held copies that are shown once, and no log. It was the last that lay in its file as plain text. */
const WalletStateSchema2 = z.strictObject({
  version: z.literal(2),
  keys: z.record(z.string(), z.record(z.string(), z.string())),
  holdings: z.array(HoldingSchema).readonly(),
})
export type WalletState2 = z.infer<typeof WalletStateSchema2>

/** @returns what is of version 2 as version 3, and whatever else as it is */
export function migrateVersion2(value: unknown): unknown {
  const { data } = WalletStateSchema2.safeParse(value)
  return data === undefined ? value : ({ ...data, version: 3, history: [] } satisfies WalletState3)
}
