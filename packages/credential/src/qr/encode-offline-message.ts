import { CredentialError } from '../errors.ts'
import type { Platform } from '../platform.ts'
import { joinBytes } from './binary-text.ts'
import type { SharedKnowledge } from './lift-text.ts'
import { packContent, unpackContent } from './message-content.ts'
import {
  CONTENTS,
  MAX_MESSAGE_BYTES,
  OFFLINE_VERSION,
  type OfflineMessage,
  OfflineMessageSchema,
  PLAIN_BIT,
} from './offline-message.ts'
import { qrMalformed, qrTooLarge } from './qr-errors.ts'

export type OfflineMessageOptions = {
  /**
   * Certificates that both sides hold, in base64 of DER as in `x5c`: each is named by 8 bytes and not carried. A list is
   * read once, so a changed one must be another list.
   */
  readonly certificates?: readonly string[]
}

/**
 * Packs a message for `createFrames`. In whatever way it was written, it comes back character by character, for signatures
 * and digests are over characters: what the compact form would not give back exactly goes as deflated JSON.
 *
 * @throws CredentialError `too_large` for more than 64 KiB, `qr_malformed` for what is no message
 */
export function encodeOfflineMessage(
  message: OfflineMessage,
  platform: Pick<Platform, 'digest'>,
  { certificates = [] }: OfflineMessageOptions = {},
): Uint8Array {
  const parsed = OfflineMessageSchema.safeParse(message)
  if (!parsed.success) throw qrMalformed('message')
  const number = CONTENTS.findIndex(({ kind }) => kind === message.kind)
  const json = JSON.stringify((parsed.data as Readonly<Record<string, unknown>>)[CONTENTS[number]!.member])
  const shared = { platform, certificates }
  const compact = packCompact(json, shared)
  const header = (OFFLINE_VERSION << 4) | number
  const bytes =
    compact === undefined
      ? joinBytes([Uint8Array.of(header | PLAIN_BIT), packContent(json, 'plain', shared)])
      : joinBytes([Uint8Array.of(header), compact])
  if (bytes.length > MAX_MESSAGE_BYTES) throw qrTooLarge(MAX_MESSAGE_BYTES)
  return bytes
}

/** @returns nothing where it would not come back as it was, or not at all */
function packCompact(json: string, shared: SharedKnowledge): Uint8Array | undefined {
  try {
    const bytes = packContent(json, 'compact', shared)
    return unpackContent(bytes, 'compact', shared) === json ? bytes : undefined
  } catch (error) {
    if (error instanceof CredentialError) return undefined
    throw error
  }
}
