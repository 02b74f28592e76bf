import { CredentialError } from '../errors.ts'
import { parseJson } from '../json.ts'
import type { Platform } from '../platform.ts'
import type { OfflineMessageOptions } from './encode-offline-message.ts'
import { unpackContent } from './message-content.ts'
import {
  CONTENTS,
  MAX_MESSAGE_BYTES,
  OFFLINE_VERSION,
  type OfflineMessage,
  OfflineMessageSchema,
  PLAIN_BIT,
} from './offline-message.ts'
import { qrMalformed, qrTooLarge } from './qr-errors.ts'

/**
 * Unpacks what `encodeOfflineMessage` made. Nothing in it has been verified yet.
 *
 * @param options the certificates that the encoder had, in any order, and more
 * @throws CredentialError `qr_malformed`, `qr_version_unsupported`, `qr_certificate_unknown`, `json_malformed`, `too_large`
 */
export function decodeOfflineMessage(
  bytes: Uint8Array,
  platform: Pick<Platform, 'digest'>,
  { certificates = [] }: OfflineMessageOptions = {},
): OfflineMessage {
  if (bytes.length > MAX_MESSAGE_BYTES) throw qrTooLarge(MAX_MESSAGE_BYTES)
  const header = bytes[0] ?? 0
  const version = header >> 4
  if (bytes.length > 0 && version !== OFFLINE_VERSION) {
    throw new CredentialError('qr_version_unsupported', 'This QR code is of another version.', { version })
  }
  const content = CONTENTS[header & (PLAIN_BIT - 1)]
  if (bytes.length < 2 || content === undefined) throw qrMalformed('message')
  const form = header & PLAIN_BIT ? 'plain' : 'compact'
  const json = unpackContent(bytes.subarray(1), form, { platform, certificates })
  const { kind, member } = content
  const parsed = OfflineMessageSchema.safeParse({ kind, [member]: parseJson(json, 'QR message') })
  if (!parsed.success) throw qrMalformed('message')
  return parsed.data
}
