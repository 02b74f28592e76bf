type Fields = { readonly [name: string]: unknown }

/** Numbers of an office, 9999, that does not exist. Check digits by hand, from Σ d[i]·(13−i); see each. */
export const NUMBERS = {
  // 13 + 108+99+90+81 = 391; +0 … 391 mod 11 = 6, 11 − 6 = 5
  head: '1999900000005',
  // 391 + 1·2 = 393; 393 mod 11 = 8, 11 − 8 = 3
  wife: '1999900000013',
  // 391 + 2·2 = 395; 395 mod 11 = 10, 11 − 10 = 1
  child: '1999900000021',
  // 391 + 3·2 = 397; 397 mod 11 = 1, (11 − 1) mod 10 = 0
  grandmother: '1999900000030',
} as const

export const HOUSES = { first: '99990000001', second: '99990000002' } as const

/** A house line with everything it needs; the fields given replace its own. */
export function houseLine(fields: Fields = {}): string {
  return JSON.stringify({
    kind: 'house',
    house_code: HOUSES.first,
    address: {
      house_number: { th: '12/3', en: '12/3' },
      road: { th: 'สาทรใต้', en: 'South Sathon' },
      subdistrict: { code: '102802', th: 'ยานนาวา', en: 'Yan Nawa' },
      district: { code: '1028', th: 'สาทร', en: 'Sathon' },
      province: { code: '10', th: 'กรุงเทพมหานคร', en: 'Bangkok' },
    },
    house_type: { code: '1', th: 'บ้าน', en: 'House' },
    registration_office: { th: 'สำนักทะเบียนท้องถิ่นเขตสาทร', en: 'Sathon Local Registration Office' },
    terminated: null,
    ...fields,
  })
}

/** A life event of the head of the first house unless told otherwise, of a day that is over. */
export function eventLine(fields: Fields): string {
  const base = { kind: 'life_event', citizen_number: NUMBERS.head, occurred: '25691101' }
  return JSON.stringify({ ...base, id: `event-${++serial}`, ...fields })
}

let serial = 0

/** A person line, the head of the first house unless told otherwise. */
export function personLine(fields: Fields = {}): string {
  return JSON.stringify({
    kind: 'person',
    citizen_number: NUMBERS.head,
    laser_code: 'JT0-0000001-00',
    names: {
      th: { title: 'นาย', given: 'สมชาย', family: 'ใจดี' },
      en: { title: 'Mr.', given: 'Somchai', family: 'Jaidee' },
    },
    sex: 'male',
    birth_date: '25230314',
    nationality: 'TH',
    status: { code: '0', date: null },
    house_code: HOUSES.first,
    role: 'head',
    moved_in: '25500000',
    father_name: 'สมหมาย',
    mother_name: null,
    card: {
      document_number: 'BN-0001-0000001',
      issued: '25650314',
      expires: '25740313',
      issuing_office: { th: 'สำนักงานเขตสาทร', en: 'Sathon District Office' },
    },
    portrait: null,
    ...fields,
  })
}

/** A child of the house, too young for a card. */
export function childLine(): string {
  return personLine({
    citizen_number: NUMBERS.child,
    laser_code: null,
    names: {
      th: { title: 'เด็กหญิง', given: 'มะลิ', family: 'ใจดี' },
      en: { title: 'Miss', given: 'Mali', family: 'Jaidee' },
    },
    sex: 'female',
    birth_date: '25650115',
    role: 'resident',
    card: null,
  })
}
