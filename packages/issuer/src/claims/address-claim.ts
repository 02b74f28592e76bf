import { ADDRESS_PARTS, type JsonObject } from '@bai/credential'
import type { RegisterAddress } from '../registry/house-record.ts'

/** Thai texts of these parts are written with what they are: `แขวงลุมพินี` in Bangkok, `ตำบลบางพลี` elsewhere. */
const PREFIXES = {
  bangkok: { subdistrict: 'แขวง', district: 'เขต', province: '' },
  elsewhere: { subdistrict: 'ตำบล', district: 'อำเภอ', province: 'จังหวัด' },
} as const
const BANGKOK = 'กรุงเทพมหานคร'

/** The claim `address`: each part that the house has, in Thai and English. */
export function addressClaim(address: RegisterAddress): JsonObject {
  const prefixes: Readonly<Record<string, string>> =
    address.province.th === BANGKOK ? PREFIXES.bangkok : PREFIXES.elsewhere
  const parts: [string, JsonObject][] = []
  for (const part of Object.keys(ADDRESS_PARTS) as (keyof typeof ADDRESS_PARTS)[]) {
    const value = address[part]
    if (value !== undefined) parts.push([part, { th: `${prefixes[part] ?? ''}${value.th}`, en: value.en }])
  }
  return Object.fromEntries(parts)
}
