import * as z from 'zod'
import { PRESCRIBED_PICTURE } from '../../use-cases/check-prescribed-picture.ts'

/** Three bytes are four characters of base64. */
export const MAX_IMAGE_CHARACTERS = Math.ceil(PRESCRIBED_PICTURE.maxBytes / 3) * 4

const image = z.base64().max(MAX_IMAGE_CHARACTERS)
/** One of the agency's own short list, never a text about somebody: so without digits and spaces. */
const purpose = z.string().regex(/^[a-z][a-z_]{2,49}$/, '3 to 50 of a-z and _, as account_opening')

/** Thirteen digits in a row, or parted as on the card: `1-2345-67890-12-1`. */
const CITIZEN_NUMBER = /\d{13}|\d[-._:/]\d{4}[-._:/]\d{5}[-._:/]\d{2}[-._:/]\d/
const consentReference = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{7,99}$/, '8 to 100 of A-Z, a-z, 0-9 and . _ : / -')
  .refine((text) => !CITIZEN_NUMBER.test(text), 'a reference without anything that may be the number of a citizen')

export const FaceVerificationSchema = z.strictObject({
  citizen_number: z.string().min(13).max(30),
  image,
  purpose,
  consent_reference: consentReference,
})

export const FaceComparisonSchema = z.strictObject({
  first_image: image,
  second_image: image,
  purpose,
  consent_reference: consentReference,
})
