type Text = { readonly th: string; readonly en: string }

/** A subdistrict, with what stands above it. Names are public facts; the houses in them are made up. */
export type Place = {
  readonly subdistrict: Text
  readonly district: Text
  readonly province: Text & { readonly code: string }
  readonly roads: readonly Text[]
}

const BANGKOK = { code: '10', th: 'กรุงเทพมหานคร', en: 'Bangkok' }
const MAIN_ROAD = { th: 'สุขุมวิท', en: 'Sukhumvit' }

export const PLACES = {
  sathon: {
    subdistrict: { th: 'ยานนาวา', en: 'Yan Nawa' },
    district: { th: 'สาทร', en: 'Sathon' },
    province: BANGKOK,
    roads: [{ th: 'สาทรใต้', en: 'South Sathon' }],
  },
  latPhrao: {
    subdistrict: { th: 'จรเข้บัว', en: 'Chorakhe Bua' },
    district: { th: 'ลาดพร้าว', en: 'Lat Phrao' },
    province: BANGKOK,
    roads: [{ th: 'ลาดปลาเค้า', en: 'Lat Pla Khao' }],
  },
  phraNakhon: {
    subdistrict: { th: 'ตลาดยอด', en: 'Talat Yot' },
    district: { th: 'พระนคร', en: 'Phra Nakhon' },
    province: BANGKOK,
    roads: [{ th: 'พระอาทิตย์', en: 'Phra Athit' }],
  },
  chiangMai: {
    subdistrict: { th: 'ศรีภูมิ', en: 'Si Phum' },
    district: { th: 'เมืองเชียงใหม่', en: 'Mueang Chiang Mai' },
    province: { code: '50', th: 'เชียงใหม่', en: 'Chiang Mai' },
    roads: [{ th: 'ราชดำเนิน', en: 'Ratchadamnoen' }],
  },
  bangPaIn: {
    subdistrict: { th: 'บ้านเลน', en: 'Ban Len' },
    district: { th: 'บางปะอิน', en: 'Bang Pa-in' },
    province: { code: '14', th: 'พระนครศรีอยุธยา', en: 'Phra Nakhon Si Ayutthaya' },
    roads: [],
  },
  khonKaen: {
    subdistrict: { th: 'ในเมือง', en: 'Nai Mueang' },
    district: { th: 'เมืองขอนแก่น', en: 'Mueang Khon Kaen' },
    province: { code: '40', th: 'ขอนแก่น', en: 'Khon Kaen' },
    roads: [{ th: 'กลางเมือง', en: 'Klang Mueang' }],
  },
  hatYai: {
    subdistrict: { th: 'คอหงส์', en: 'Kho Hong' },
    district: { th: 'หาดใหญ่', en: 'Hat Yai' },
    province: { code: '90', th: 'สงขลา', en: 'Songkhla' },
    roads: [{ th: 'กาญจนวณิชย์', en: 'Kanchanawanit' }],
  },
  pakKret: {
    subdistrict: { th: 'บางพูด', en: 'Bang Phut' },
    district: { th: 'ปากเกร็ด', en: 'Pak Kret' },
    province: { code: '12', th: 'นนทบุรี', en: 'Nonthaburi' },
    roads: [{ th: 'แจ้งวัฒนะ', en: 'Chaeng Watthana' }],
  },
  bangLamung: {
    subdistrict: { th: 'นาเกลือ', en: 'Na Kluea' },
    district: { th: 'บางละมุง', en: 'Bang Lamung' },
    province: { code: '20', th: 'ชลบุรี', en: 'Chon Buri' },
    roads: [MAIN_ROAD],
  },
  phuket: {
    subdistrict: { th: 'ราไวย์', en: 'Rawai' },
    district: { th: 'เมืองภูเก็ต', en: 'Mueang Phuket' },
    province: { code: '83', th: 'ภูเก็ต', en: 'Phuket' },
    roads: [{ th: 'วิเศษ', en: 'Wiset' }],
  },
  pakChong: {
    subdistrict: { th: 'หมูสี', en: 'Mu Si' },
    district: { th: 'ปากช่อง', en: 'Pak Chong' },
    province: { code: '30', th: 'นครราชสีมา', en: 'Nakhon Ratchasima' },
    roads: [{ th: 'ธนะรัชต์', en: 'Thanarat' }],
  },
} as const satisfies Record<string, Place>

export type PlaceName = keyof typeof PLACES

/** The registration office of a place: a district's own in Bangkok, an amphoe's elsewhere. */
export function registrationOffice({ district, province }: Place): Text {
  return province.code === BANGKOK.code
    ? { th: `สำนักทะเบียนท้องถิ่นเขต${district.th}`, en: `${district.en} District Local Registration Office` }
    : { th: `สำนักทะเบียนอำเภอ${district.th}`, en: `${district.en} District Registration Office` }
}

/** Where people of a place get their cards. */
export function cardOffice({ district, province }: Place): Text {
  const office = province.code === BANGKOK.code ? 'สำนักงานเขต' : 'ที่ว่าการอำเภอ'
  return { th: `${office}${district.th}`, en: `${district.en} District Office` }
}
