import * as z from 'zod'
import { HistoryEntrySchema } from '../history/history-entry.ts'

const text = z.string().min(1).max(2_000)

/** That a credential was there, so that the person knows what to get again. Nothing of what is in it. */
const ListedCredentialSchema = z.strictObject({
  vct: text,
  issuer: text,
  configuration_id: text,
  received_at: z.iso.datetime(),
})

/**
 * What goes from one phone to the next (ARF 3.0, Topic 34): the log, and the list of credentials. Neither keys nor
 * credentials: on the new phone they are issued anew, to its own keys.
 */
export const BackupSchema = z.strictObject({
  made_at: z.iso.datetime(),
  entries: z.array(HistoryEntrySchema).max(200_000).readonly(),
  credentials: z.array(ListedCredentialSchema).max(10_000).readonly(),
})

export type Backup = Readonly<z.infer<typeof BackupSchema>>
export type ListedCredential = Backup['credentials'][number]
