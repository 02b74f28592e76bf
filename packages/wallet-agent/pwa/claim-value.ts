import type { ClaimsPathPointer, Json, JsonObject } from '@bai/credential'

/** What stands at a path in claims; of an array that is asked for element by element, all that is there. */
export function claimValue(claims: JsonObject, path: ClaimsPathPointer): Json | undefined {
  return valueAt(claims, path)
}

function valueAt(value: Json | undefined, [step, ...rest]: ClaimsPathPointer): Json | undefined {
  if (step === undefined || value === undefined) return value
  if (step === null) {
    if (!Array.isArray(value)) return undefined
    const found = value.flatMap((item: Json) => {
      const inner = valueAt(item, rest)
      return inner === undefined ? [] : [inner]
    })
    return found.length > 0 ? found : undefined
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
  return valueAt((value as Readonly<Record<string, Json>>)[step], rest)
}
