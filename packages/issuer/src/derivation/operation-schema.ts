import * as z from 'zod'

const text = (max: number) => z.string().min(1).max(max)
const scalar = z.union([z.string().max(500), z.number(), z.boolean()])

/** A claim of what was presented. Steps that go further than what was asked for truncate: the province of an address. */
export const ReferenceSchema = z.strictObject({
  /** Id of the credential query in the policy. */
  credential: text(100),
  /**
   * A row of the people in a house registration, in which the path then begins: the holder's own, or the one other that
   * was disclosed.
   */
  row: z.enum(['holder', 'other']).optional(),
  path: z.array(text(200)).min(1).max(10),
})

/** A field of the record that the agency has of the person. */
const RecordFieldSchema = z.strictObject({ record: z.array(text(200)).min(1).max(5) })

const SourceSchema = z.union([ReferenceSchema, RecordFieldSchema])

const years = z.int().min(1).max(150)

const yesNo = [
  /** Age, when it is certain: a birth date of which only the year is known counts as the last day of it. */
  z.strictObject({ operation: z.literal('at_least_years'), years, born: SourceSchema }),
  /** Age, when it is certain: a birth date of which only the year is known counts as the first day of it. */
  z.strictObject({ operation: z.literal('under_years'), years, born: SourceSchema }),
  z.strictObject({ operation: z.literal('equals'), value: SourceSchema, to: SourceSchema }),
  z.strictObject({
    operation: z.literal('one_of'),
    value: SourceSchema,
    values: z.array(scalar).min(1).max(100),
  }),
] as const

/** Comparisons: what may be a condition, and as a claim is the answer alone. */
export const YesNoSchema = z.discriminatedUnion('operation', yesNo)

/** How one claim is made. */
export const OperationSchema = z.discriminatedUnion('operation', [
  /** Under whatever name the claim has: this renames, too. */
  z.strictObject({ operation: z.literal('copy'), value: SourceSchema }),
  z.strictObject({
    operation: z.literal('constant'),
    value: z.union([scalar, z.strictObject({ th: text(500), en: text(500) })]),
  }),
  z.strictObject({ operation: z.literal('year_of'), date: SourceSchema }),
  ...yesNo,
])

export type Reference = z.infer<typeof ReferenceSchema>
export type Source = z.infer<typeof SourceSchema>
export type YesNo = z.infer<typeof YesNoSchema>
export type Operation = z.infer<typeof OperationSchema>

export function isReference(source: Source): source is Reference {
  return 'credential' in source
}

/** All that an operation reads, by the member it stands in. */
export function sourcesOf(operation: Operation): readonly (readonly [member: string, source: Source])[] {
  switch (operation.operation) {
    case 'constant':
      return []
    case 'copy':
    case 'one_of':
      return [['value', operation.value]]
    case 'year_of':
      return [['date', operation.date]]
    case 'equals':
      return [
        ['value', operation.value],
        ['to', operation.to],
      ]
    default:
      return [['born', operation.born]]
  }
}

/** Where a reference points in the claims of the credential, with `null` for a row, as type metadata has it. */
export function pathOf({ row, path }: Reference): readonly [string, ...(string | null)[]] {
  return row === undefined ? (path as [string, ...string[]]) : ['members', null, ...path]
}
