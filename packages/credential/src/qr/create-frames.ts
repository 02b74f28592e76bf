import type { Platform } from '../platform.ts'
import { encodePart, encodeWhole, MAX_PARTS, messageId, mixOf, PART_HEADER_BYTES } from './frame-format.ts'
import { MAX_MESSAGE_BYTES } from './offline-message.ts'
import { qrTooLarge } from './qr-errors.ts'

export type Frames = {
  /** How many frames are needed; 1 where the message fits in one code. */
  readonly count: number
  /**
   * The text of a QR code in alphanumeric mode. Those below `count` are the parts; all others are mixes of parts, each
   * another, so that whoever missed some need not wait until they come round again.
   */
  frame(index: number): string
}

/**
 * Cuts a message into frames for QR codes.
 *
 * @param options `maxFrameBytes`: bytes in one code, 17 at least. Its text has 3 characters for 2 bytes and 5 more
 * @throws CredentialError `too_large` for a message over 64 KiB, or of more than 256 frames
 */
export function createFrames(
  message: Uint8Array,
  { maxFrameBytes }: { readonly maxFrameBytes: number },
  platform: Pick<Platform, 'digest'>,
): Frames {
  if (!(maxFrameBytes > PART_HEADER_BYTES)) throw new TypeError(`A frame has more than ${PART_HEADER_BYTES} bytes.`)
  if (message.length === 0) throw new TypeError('There is no message to send.')
  if (message.length > MAX_MESSAGE_BYTES) throw qrTooLarge(MAX_MESSAGE_BYTES)
  if (message.length < maxFrameBytes) return { count: 1, frame: () => encodeWhole(message) }
  const room = maxFrameBytes - PART_HEADER_BYTES
  const count = Math.ceil(message.length / room)
  if (count > MAX_PARTS) throw qrTooLarge(MAX_PARTS * room)
  const name = { id: messageId(message, platform), count, length: message.length }
  const partBytes = Math.ceil(message.length / count)
  return {
    count,
    frame: (index) => {
      if (!Number.isInteger(index) || index < 0 || index > 0xffff_ffff)
        throw new TypeError('A frame has a number of 32 bits.')
      return encodePart({ ...name, index, data: mixParts(message, partBytes, mixOf(index, name, platform)) })
    },
  }
}

/** The XOR of parts; the last one is taken as if zeros came behind it. */
function mixParts(message: Uint8Array, partBytes: number, mix: Uint8Array): Uint8Array {
  const data = new Uint8Array(partBytes)
  for (let part = 0; part * partBytes < message.length; part++) {
    if ((mix[part >> 3]! & (1 << (part & 7))) === 0) continue
    const bytes = message.subarray(part * partBytes, (part + 1) * partBytes)
    for (let i = 0; i < bytes.length; i++) data[i]! ^= bytes[i]!
  }
  return data
}
