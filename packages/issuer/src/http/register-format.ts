import type { Request } from 'express'
import type { RegisterFormat } from '../registry/read-source.ts'

export const REGISTER_TYPES = ['application/jsonl', 'text/csv']

/** In which of the formats a register or its events were sent. */
export function formatOf(request: Request): RegisterFormat {
  return request.is('text/csv') === 'text/csv' ? 'csv' : 'jsonl'
}
