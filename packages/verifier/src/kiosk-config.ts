import { PublicJwkSchema } from '@bai/credential'
import * as z from 'zod'
import { PolicySchema } from './policy.ts'

const text = z.string().min(1).max(500)

/** What a kiosk is told about the place where it stands: `config.json` beside its pages. */
export const KioskConfigSchema = z.strictObject({
  /** The pinned trust anchors: one, or two while the key is rolled over. */
  anchors: z.array(PublicJwkSchema).min(1).max(10),
  /** Address of the bundle, absolute or seen from `config.json`. */
  bundle: z.string().min(1).max(2000),
  /** Checkpoints beside those that are shipped. One of a name that is shipped takes its place. */
  policies: z.array(PolicySchema).max(100).default([]),
  /** Whose kiosk it is, and where. */
  kiosk_name: z.strictObject({ th: text, en: text }),
})

export type KioskConfig = z.infer<typeof KioskConfigSchema>
/** As it is written. */
export type KioskConfigInput = z.input<typeof KioskConfigSchema>
