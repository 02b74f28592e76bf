import * as z from 'zod'

/** What OAuth takes as `client_id`, `state` and the like: visible ASCII and space (RFC 6749, appendix A). */
export function asciiField(max: number) {
  return z
    .string()
    .max(max)
    .regex(/^[\x20-\x7e]*$/, 'printable ASCII')
}
