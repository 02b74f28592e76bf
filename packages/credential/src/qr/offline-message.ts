import * as z from 'zod'
import { VpTokenSchema } from '../protocol/presentation-request.ts'

/** Of the message, its markers and its dictionary together. */
export const OFFLINE_VERSION = 1
/** Of the first byte: the upper four bits are the version, this one is the form, the lower three are the kind. */
export const PLAIN_BIT = 8
/** What a collector takes, and what a verifier unpacks. */
export const MAX_MESSAGE_BYTES = 65_536

const text = z.string().max(1_000_000)
// The library drops a member of this name without a word, and a query can be called so.
const vpToken = z.unknown().refine(hasNoPrototype).pipe(VpTokenSchema)

export const OfflineMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('request'), request: text }),
  z.strictObject({ kind: z.literal('answer'), vpToken }),
  z.strictObject({ kind: z.literal('one-scan'), vpToken }),
  z.strictObject({ kind: z.literal('printed'), presentation: text }),
])

/**
 * What goes by QR code without a network. `request`: a signed request object, shown by a verifier. `answer`: the
 * presentations that answer it. `one-scan`: the same, made by a wallet that nobody asked, for a class of verifiers.
 * `printed`: one SD-JWT without key binding, on paper.
 */
export type OfflineMessage = z.infer<typeof OfflineMessageSchema>

/** Each kind, by its number in the first byte, and the one member that is carried. */
export const CONTENTS = [
  { kind: 'request', member: 'request' },
  { kind: 'answer', member: 'vpToken' },
  { kind: 'one-scan', member: 'vpToken' },
  { kind: 'printed', member: 'presentation' },
] as const satisfies readonly { readonly kind: OfflineMessage['kind']; readonly member: string }[]

function hasNoPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Object.hasOwn(value, '__proto__')
}
