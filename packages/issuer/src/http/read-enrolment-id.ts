import * as z from 'zod'
import { IssuerError } from '../errors.ts'

const IdSchema = z.uuid()

/** The id of an enrolment from an address; what is no id is the id of nothing. @throws IssuerError `enrolment_not_found` */
export function readEnrolmentId(text: unknown): string {
  const id = IdSchema.safeParse(text)
  if (id.success) return id.data.toLowerCase()
  throw new IssuerError('enrolment_not_found', 'There is no enrolment of this id.', {})
}
