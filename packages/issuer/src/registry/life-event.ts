import * as z from 'zod'
import {
  cardSchema,
  laserCodeField,
  namesSchema,
  personDocumentSchema,
  portraitField,
  roleField,
} from './person-record.ts'
import { buddhistDateField, citizenNumberField, houseCodeField } from './register-fields.ts'

const event = z.strictObject({
  kind: z.literal('life_event'),
  /** Given by the register, the same when an event is sent again. */
  id: z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, '1 to 64 letters, digits and . _ : -'),
  /** Whom it happened to; at a change of head, who is the head from now on. */
  citizen_number: citizenNumberField,
  occurred: buddhistDateField,
})

/** Who follows a head that is leaving the house. */
const successor = citizenNumberField.optional()

const corrected = personDocumentSchema.extend({ portrait: portraitField.nullable() }).partial()

/** One `{"kind":"life_event"}` line: what happened to somebody of the register. */
export const lifeEventSchema = z.discriminatedUnion('type', [
  event.extend({ type: z.literal('death'), successor }),
  event.extend({
    type: z.literal('move'),
    house_code: houseCodeField,
    role: roleField,
    moved_in: buddhistDateField,
    successor,
  }),
  event.extend({ type: z.literal('name_change'), names: namesSchema }),
  event.extend({ type: z.literal('head_change'), house_code: houseCodeField }),
  event.extend({ type: z.literal('card_replaced'), card: cardSchema, laser_code: laserCodeField }),
  event.extend({
    type: z.literal('correction'),
    fields: corrected.refine((fields) => Object.keys(fields).length > 0, 'one field or more'),
  }),
])

export type LifeEvent = z.infer<typeof lifeEventSchema>
