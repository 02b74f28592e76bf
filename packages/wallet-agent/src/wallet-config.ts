import { PublicJwkSchema } from '@bai/credential'
import * as z from 'zod'

const text = z.string().min(1).max(2000)

/** What a wallet in a browser is told where it is served: `config.json` beside its pages. */
export const WalletConfigSchema = z.strictObject({
  /** Issuer of the population register, at which people enrol. */
  issuer: z.url(),
  /** The pinned trust anchors: one, or two while the key is rolled over. */
  anchors: z.array(PublicJwkSchema).min(1).max(10),
  /** Address of the bundle, absolute or seen from `config.json`. */
  bundle: text,
  /** Classes of verifiers that a code can be shown to without being asked, in their order on the screen. */
  one_tap: z.array(text).max(10).default(['airport-checkpoint', 'age-20']),
})

export type WalletConfig = z.infer<typeof WalletConfigSchema>
/** As it is written. */
export type WalletConfigInput = z.input<typeof WalletConfigSchema>
