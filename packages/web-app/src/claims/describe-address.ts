import { ADDRESS_PARTS, type AddressPart, type Json, type JsonObject } from '@bai/credential'
import type { Language } from '../language.ts'
import { describeValue } from './describe-value.ts'

/** An address on one line, its parts in the order in which they are written, whatever order they came in. */
export function describeAddress(
  address: JsonObject,
  language: Language,
  parts: readonly AddressPart[] = Object.keys(ADDRESS_PARTS) as AddressPart[],
): string {
  return parts
    .filter((part) => Object.hasOwn(address, part))
    .map((part) => describeValue(['address', part], address[part] as Json, language))
    .filter((text) => text !== '')
    .join(' ')
}
