import type * as z from 'zod'
import { type Backup, BackupSchema } from '../src/index.ts'
import type { OpenedWallet } from './wallet-context.ts'

const PLACE = 'old-phone'
const OldPhoneSchema = BackupSchema.pick({ made_at: true, credentials: true })

/** What was on the old phone, kept until all of it is on this one. */
export type OldPhone = z.infer<typeof OldPhoneSchema>

export function keepOldPhone({ made_at, credentials }: Backup, { pending }: OpenedWallet): Promise<void> {
  return pending.put([[PLACE, { made_at, credentials }]])
}

export async function loadOldPhone({ pending }: OpenedWallet): Promise<OldPhone | undefined> {
  return OldPhoneSchema.safeParse(await pending.get(PLACE)).data
}

export async function forgetOldPhone({ pending }: OpenedWallet): Promise<void> {
  await pending.remove([PLACE])
}
