import { type ClaimsPathPointer, parseJsonObject, parseJws } from '@bai/credential'
import * as z from 'zod'
import type { HistoryEntry } from './history-entry.ts'

const PathSchema = z.array(z.union([z.string(), z.int(), z.null()])).min(1)
const KeptReceiptSchema = z.looseObject({
  retained: z.looseObject({ paths: z.array(PathSchema), seconds: z.int().positive() }).optional(),
})

/** What the verifier has signed to keep, once it has decided; undefined: nothing. */
export type KeptReceipt = {
  readonly retained: { readonly paths: readonly ClaimsPathPointer[]; readonly seconds: number } | undefined
}

/** Reads the receipt of an entry. It was verified before it was kept, by keys that need not be there any more. */
export function readReceipt({ receipt }: HistoryEntry): KeptReceipt | undefined {
  if (receipt === undefined) return undefined
  try {
    const { data } = KeptReceiptSchema.safeParse(parseJsonObject(parseJws(receipt).payload, 'receipt'))
    return data && { retained: data.retained }
  } catch {
    return undefined
  }
}
