import * as z from 'zod'

/**
 * One line that a person typed: a reason, a name. Without control characters and halves of surrogate pairs, which PostgreSQL
 * stores neither as text nor in JSON.
 */
export function lineField(min: number, max: number) {
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'one line of text')
}
