import type { BilingualText, ClaimDefinition } from './credential-type.ts'

/** The parts of a Thai address, in the order in which they are written. Each value has its Thai and English text. */
export const ADDRESS_PARTS = {
  house_number: { th: 'บ้านเลขที่', en: 'House number' },
  village_number: { th: 'หมู่ที่', en: 'Village number (Moo)' },
  trok: { th: 'ตรอก', en: 'Trok' },
  soi: { th: 'ซอย', en: 'Soi' },
  road: { th: 'ถนน', en: 'Road' },
  subdistrict: { th: 'ตำบล/แขวง', en: 'Subdistrict' },
  district: { th: 'อำเภอ/เขต', en: 'District' },
  province: { th: 'จังหวัด', en: 'Province' },
} as const satisfies Record<string, BilingualText>

export type AddressPart = keyof typeof ADDRESS_PARTS
export type Address = { readonly [Part in AddressPart]?: BilingualText }

/** Each part of an address as a claim that can be disclosed alone. @param prefix the path of the address itself */
export function addressClaims(prefix: readonly [string]): readonly ClaimDefinition[] {
  return Object.entries(ADDRESS_PARTS).map(([part, label]) => ({ path: [...prefix, part], disclosure: 'own', label }))
}
