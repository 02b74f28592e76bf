import * as z from 'zod'
import { buddhistDateField, codedField, houseCodeField } from './register-fields.ts'

/** Names of the parts as in the credential's claim `address`. Texts bear no prefix: `ลุมพินี`, not `แขวงลุมพินี`. */
const addressSchema = z.strictObject({
  house_number: codedField,
  village_number: codedField.optional(),
  trok: codedField.optional(),
  soi: codedField.optional(),
  road: codedField.optional(),
  subdistrict: codedField,
  district: codedField,
  province: codedField,
})

/** A house, without what the database keeps in columns of its own. */
export const houseDocumentSchema = z.strictObject({
  address: addressSchema,
  house_type: codedField,
  registration_office: codedField,
  terminated: buddhistDateField.nullable(),
})

/** One `{"kind":"house"}` line of the register. */
export const houseLineSchema = houseDocumentSchema.extend({ kind: z.literal('house'), house_code: houseCodeField })

type HouseDocument = z.infer<typeof houseDocumentSchema>
export type HouseLine = z.infer<typeof houseLineSchema>
export type RegisterAddress = z.infer<typeof addressSchema>

/** A house of the register. */
export type HouseRecord = HouseDocument & Pick<HouseLine, 'house_code'>
