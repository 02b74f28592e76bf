import type { Request } from 'express'
import { IssuerError } from '../errors.ts'

const FIELD = 'idempotency-key'

/** The `Idempotency-Key` of a request, if it has one. @throws IssuerError `request_malformed` */
export function idempotencyKey(request: Request): string | undefined {
  const key = request.get(FIELD)
  if (key === undefined || /^[\x21-\x7e]{8,100}$/.test(key)) return key
  const expected = '8 to 100 printable characters without spaces'
  throw new IssuerError('request_malformed', `${FIELD}: expected ${expected}.`, { field: FIELD, expected })
}
