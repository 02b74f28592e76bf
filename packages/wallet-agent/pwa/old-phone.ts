import type * as z from 'zod'
import { type Backup, BackupSchema } from '../src/index.ts'
import type { OpenedWallet } from './wallet-context.ts'

const PLACE = 'old-phone'
const OldPhoneSchema = BackupSchema.pick({ made_at: true, credentials: true })

/** What was on the old phone, kept until all of it is on this one. */
export type OldPhone = z.infer<typeof OldPhoneSchema>

export function keepOldPhone({ made_at, credentials }: Backup, { waiting }: OpenedWallet): Promise<void> {
  return waiting.put(PLACE, { made_at, credentials })
}

export async function loadOldPhone({ waiting }: OpenedWallet): Promise<OldPhone | undefined> {
  return OldPhoneSchema.safeParse(await waiting.get(PLACE)).data
}

export async function forgetOldPhone({ waiting }: OpenedWallet): Promise<void> {
  await waiting.remove(PLACE)
}
