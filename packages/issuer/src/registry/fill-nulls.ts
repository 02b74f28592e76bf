import * as z from 'zod'

/** Puts a null where a record says nothing of a field that must be there and may be null. */
export function fillNulls(schema: z.core.$ZodType, value: unknown): unknown {
  const inner = schema instanceof z.ZodNullable || schema instanceof z.ZodOptional ? schema.unwrap() : undefined
  if (inner !== undefined) return fillNulls(inner, value)
  if (typeof value !== 'object' || value === null) return value
  const record = value as { readonly [field: string]: unknown }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const option = (schema.options as readonly z.ZodObject[]).find(
      ({ shape }) => shape['type'] instanceof z.ZodLiteral && shape['type'].value === record['type'],
    )
    return option === undefined ? value : fillNulls(option, value)
  }
  if (!(schema instanceof z.ZodObject)) return value
  const filled: Record<string, unknown> = { ...record }
  for (const [field, fieldSchema] of Object.entries(schema.shape)) {
    if (Object.hasOwn(record, field)) filled[field] = fillNulls(fieldSchema, record[field])
    else if (fieldSchema instanceof z.ZodNullable) filled[field] = null
  }
  return filled
}
