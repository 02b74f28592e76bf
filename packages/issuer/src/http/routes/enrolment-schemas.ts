import { credentialTypes } from '@bai/credential'
import * as z from 'zod'
import { CONSENT_LOCALES, ENROLMENT_PURPOSES } from '../../enrolment-ports.ts'
import { IssuerError } from '../../errors.ts'
import { readPictureSize } from '../../use-cases/read-picture-size.ts'

/** 10 MB of picture are 13.4 MB of base64. */
const MAX_SELFIE = 14_000_000
/** As the matcher's policy for films has it: `maxFrames`. */
const MAX_FRAMES = 240
/** 180 kB of JPEG: enough for 1280 × 720, which is more than helps. */
const MAX_FRAME = 240_000
const MAX_FRAME_SIDE = 1280
/** Selfie, and frames of a hundred kilobytes. */
export const PICTURES_LIMIT = '40mb'

export const BeginSchema = z.strictObject({
  consent: z
    .strictObject({ version: z.string().max(50), given: z.boolean(), locale: z.enum(CONSENT_LOCALES) })
    .optional(),
  purpose: z.enum(ENROLMENT_PURPOSES).default('issue'),
  citizen_number: z.string().min(13).max(30),
  birth_date: z.string().regex(/^\d{8}$/, 'YYYYMMDD in the Buddhist era, 00 for an unknown month or day'),
  laser_code: z.string().min(10).max(20).optional(),
  credential_types: z
    .array(z.string().max(100))
    .min(1)
    .max(10)
    .default(() => credentialTypes.map(({ id }) => id)),
})

export const PicturesSchema = z.strictObject({
  nonce: z.string().min(16).max(100),
  frames: z
    .array(z.strictObject({ at: z.int().min(0).max(600_000), image: z.base64().min(100).max(MAX_FRAME) }))
    .min(1)
    .max(MAX_FRAMES),
  selfie: z.base64().min(100).max(MAX_SELFIE),
  /** The authorization request that this signs in for, in the browser that opened it; left out: an offer is wanted. */
  authorization: z.string().min(1).max(500).optional(),
})

/** A frame, which must be a JPEG of a size that can be decoded hundreds of times. @throws IssuerError `request_malformed` */
export function readFrame({ at, image }: { at: number; image: string }, index: number) {
  const file = Buffer.from(image, 'base64')
  const size = readPictureSize(file)
  if (typeof size === 'object' && size.type === 'jpeg' && Math.max(size.width, size.height) <= MAX_FRAME_SIDE)
    return { at, image: file }
  const field = `frames.${index}.image`
  const expected = `a JPEG of ${MAX_FRAME_SIDE} pixels a side at most`
  throw new IssuerError('request_malformed', `${field}: expected ${expected}.`, { field, expected })
}
