import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import type { Platform } from '../platform.ts'
import { decodeBase45, encodeBase45 } from './base45.ts'
import { joinBytes } from './binary-text.ts'

/** Before every code, so that a camera can tell ours from any other. The number is the version of the frames. */
const PREFIX = 'BAI1:'
/** As much as the largest QR code holds in alphanumeric mode (ISO/IEC 18004, version 40-L). */
const MAX_TEXT = 4296
const WHOLE = 0
const PART = 1
/** Kind, name of the message, parts, length of the message, number of the frame. */
export const PART_HEADER_BYTES = 16
const ID_BYTES = 8
export const MAX_PARTS = 256

/** What a message is known by while its parts come in. */
export type MessageName = { readonly id: string; readonly count: number; readonly length: number }

/** A frame as read: a part of a message, or a mix of parts. */
export type Frame = MessageName & { readonly index: number; readonly data: Uint8Array }

/** The first 8 bytes of the SHA-256 of the message's base64url. @returns base64url */
export function messageId(message: Uint8Array, platform: Pick<Platform, 'digest'>): string {
  const digest = decodeBase64url(platform.digest('sha-256', encodeBase64url(message)), 'digest')
  return encodeBase64url(digest.subarray(0, ID_BYTES))
}

/** The parts that a frame is the XOR of, one bit for each part: of the first frames itself alone, then by chance. */
export function mixOf(index: number, { id, count }: MessageName, platform: Pick<Platform, 'digest'>): Uint8Array {
  const mix = new Uint8Array(Math.ceil(count / 8))
  if (index >= count) {
    mix.set(decodeBase64url(platform.digest('sha-256', `${id}.${index}`), 'digest').subarray(0, mix.length))
    if (count % 8 > 0) mix[mix.length - 1]! &= (1 << (count % 8)) - 1
  }
  if (mix.every((byte) => byte === 0)) mix[(index % count) >> 3] = 1 << ((index % count) & 7)
  return mix
}

export function encodeWhole(message: Uint8Array): string {
  return PREFIX + encodeBase45(joinBytes([Uint8Array.of(WHOLE), message]))
}

export function encodePart({ id, count, length, index, data }: Frame): string {
  const header = new Uint8Array(PART_HEADER_BYTES)
  header[0] = PART
  header.set(decodeBase64url(id, 'id'), 1)
  const view = new DataView(header.buffer)
  view.setUint8(9, count - 1)
  view.setUint16(10, length - 1)
  view.setUint32(12, index)
  return PREFIX + encodeBase45(joinBytes([header, data]))
}

/** @returns nothing for a code that is none of ours, or not well formed */
export function decodeFrame(text: string, platform: Pick<Platform, 'digest'>): Frame | undefined {
  if (text.length > MAX_TEXT || !text.startsWith(PREFIX)) return undefined
  const bytes = decodeBase45(text.slice(PREFIX.length))
  if (bytes === undefined || bytes.length < 2) return undefined
  if (bytes[0] === WHOLE) {
    const data = bytes.subarray(1)
    return { id: messageId(data, platform), count: 1, length: data.length, index: 0, data }
  }
  return bytes[0] === PART && bytes.length > PART_HEADER_BYTES ? decodePart(bytes) : undefined
}

function decodePart(bytes: Uint8Array): Frame | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const count = view.getUint8(9) + 1
  const length = view.getUint16(10) + 1
  const data = bytes.subarray(PART_HEADER_BYTES)
  if (data.length !== Math.ceil(length / count)) return undefined
  return { id: encodeBase64url(bytes.subarray(1, 1 + ID_BYTES)), count, length, index: view.getUint32(12), data }
}
