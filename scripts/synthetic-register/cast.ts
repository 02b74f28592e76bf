import type { Household, Name, Resident } from './household.ts'

type Parts = readonly [title: string, given: string, family: string, middle?: string]
type Details = Partial<Resident> & Pick<Resident, 'birthDate'>

/** Everyone in the year 2569 (2026). Names and families are made up; ages of those with a portrait fit the picture. */
export const CAST: readonly Household[] = [
  {
    place: 'sathon',
    houseNumber: '88/14',
    soi: { th: 'สาทร 11', en: 'Sathon 11' },
    residents: [
      man(['นาย', 'ธนกร', 'ศรีใบไม้'], ['Mr.', 'Thanakorn', 'Sribaimai'], {
        birthDate: '25320418',
        role: 'head',
        cardIssued: '25640420',
        portrait: 'M3',
        movedIn: '25550601',
      }),
      woman(['นาง', 'กมลชนก', 'ศรีใบไม้'], ['Mrs.', 'Kamonchanok', 'Sribaimai'], {
        birthDate: '25310907',
        cardIssued: '25660911',
        portrait: 'F3',
        movedIn: '25550601',
      }),
      woman(['เด็กหญิง', 'พิมพ์มาดา', 'ศรีใบไม้'], ['Miss', 'Phimmada', 'Sribaimai'], {
        birthDate: '25580212',
        cardIssued: '25650301',
        portrait: 'F7',
        movedIn: '25580220',
        father: 'ธนกร',
        mother: 'กมลชนก',
      }),
      // Too young for a card, which is given from seven.
      man(['เด็กชาย', 'ภูผา', 'ศรีใบไม้'], ['Master', 'Phupha', 'Sribaimai'], {
        birthDate: '25650730',
        movedIn: '25650805',
        father: 'ธนกร',
        mother: 'กมลชนก',
      }),
      // Year of birth only, and a card for life.
      woman(['นาง', 'บุญเรือน', 'ศรีใบไม้'], ['Mrs.', 'Bunruean', 'Sribaimai'], {
        birthDate: '24980000',
        cardIssued: '25690114',
        portrait: 'F6',
        movedIn: '25600000',
        father: null,
        mother: null,
      }),
    ],
  },
  {
    place: 'latPhrao',
    houseNumber: '212',
    residents: [
      woman(['นางสาว', 'สุพรรณี', 'แซ่ลิ้มทอง'], ['Miss', 'Suphannee', 'Saelimthong'], {
        birthDate: '25410625',
        role: 'head',
        cardIssued: '25670701',
        portrait: 'F2',
      }),
      // Middle names on the card, in both languages.
      man(['นาย', 'อดิศร', 'วงศ์ใบตอง', 'คริสโตเฟอร์'], ['Mr.', 'Adisorn', 'Wongbaitong', 'Christopher'], {
        birthDate: '25401130',
        cardIssued: '25661201',
        portrait: 'M2',
      }),
      woman(['เด็กหญิง', 'ใบบัว', 'วงศ์ใบตอง'], ['Miss', 'Baibua', 'Wongbaitong'], {
        birthDate: '25680503',
        movedIn: '25680510',
        father: 'อดิศร',
        mother: 'สุพรรณี',
      }),
    ],
  },
  {
    place: 'chiangMai',
    houseNumber: '7',
    soi: { th: 'ราชดำเนิน 3', en: 'Ratchadamnoen 3' },
    residents: [
      // A family name of several words.
      man(['นาย', 'เกรียงไกร', 'ณ เมืองใบ'], ['Mr.', 'Kriangkrai', 'Na Mueangbai'], {
        birthDate: '25110119',
        role: 'head',
        cardIssued: '25630120',
        portrait: 'M5',
      }),
      woman(['นาง', 'จันทร์เพ็ญ', 'ณ เมืองใบ'], ['Mrs.', 'Chanphen', 'Na Mueangbai'], {
        birthDate: '25110800',
        cardIssued: '25650815',
        portrait: 'F5',
      }),
      man(['นาย', 'ปัณณวิชญ์', 'ณ เมืองใบ'], ['Mr.', 'Pannawit', 'Na Mueangbai'], {
        birthDate: '25480322',
        cardIssued: '25630401',
        portrait: 'M1',
        father: 'เกรียงไกร',
        mother: 'จันทร์เพ็ญ',
      }),
      // The day of birth was never known; no English name was ever registered; the card bears no number on the record.
      man(['นาย', 'คำปัน', 'ณ เมืองใบ'], null, {
        birthDate: '24840300',
        cardIssued: '25560611',
        withoutDocumentNumber: true,
        movedIn: '24990000',
        father: 'คำ',
        mother: null,
      }),
    ],
  },
  {
    place: 'bangPaIn',
    houseNumber: '45/2',
    villageNumber: '6',
    residents: [
      woman(['นาง', 'วิไลวรรณ', 'สุขใบศรี'], ['Mrs.', 'Wilaiwan', 'Sukbaisri'], {
        birthDate: '25230909',
        role: 'head',
        cardIssued: '25640910',
        portrait: 'F4',
      }),
      man(['นาย', 'ประสิทธิ์', 'สุขใบศรี'], ['Mr.', 'Prasit', 'Sukbaisri'], {
        birthDate: '25200402',
        cardIssued: '25610404',
        status: { code: '1', date: '25681221' },
      }),
      man(['เด็กชาย', 'ก้องภพ', 'สุขใบศรี'], ['Master', 'Kongphop', 'Sukbaisri'], {
        birthDate: '25590117',
        cardIssued: '25660120',
        portrait: 'M7',
        father: 'ประสิทธิ์',
        mother: 'วิไลวรรณ',
      }),
      // A second family under the same roof.
      woman(['นางสาว', 'อรพิน', 'ใบมณี'], ['Miss', 'Orapin', 'Baimanee'], {
        birthDate: '25350128',
        role: 'family_head_1',
        cardIssued: '25670129',
        movedIn: '25690302',
      }),
    ],
  },
  {
    place: 'khonKaen',
    houseNumber: '301',
    villageNumber: '14',
    residents: [
      man(['นาย', 'สมชาย', 'ใจใบบุญ'], ['Mr.', 'Somchai', 'Chaibaibun'], {
        birthDate: '24980611',
        role: 'head',
        cardIssued: '25690701',
        portrait: 'M6',
      }),
      woman(['นาง', 'ทองใบ', 'ใจใบบุญ'], ['Mrs.', 'Thongbai', 'Chaibaibun'], {
        birthDate: '25010000',
        cardIssued: '25620305',
      }),
      // Neither of Thai nationality nor of any other.
      man(['นาย', 'อาเล', 'ไม่มีนามสกุล'], null, {
        birthDate: '25300000',
        category: '0',
        nationality: null,
        father: null,
        mother: null,
      }),
    ],
  },
  {
    place: 'hatYai',
    houseNumber: '19/7',
    soi: { th: 'ปุณณกัณฑ์ 5', en: 'Punnakan 5' },
    residents: [
      // The same name as in Khon Kaen, another person.
      man(['นาย', 'สมชาย', 'ใจใบบุญ'], ['Mr.', 'Somchai', 'Chaibaibun'], {
        birthDate: '25381004',
        role: 'head',
        cardIssued: '25661010',
      }),
      woman(['นางสาว', 'ฟาติมะห์', 'ใบรุ่งเรือง'], ['Miss', 'Fatimah', 'Bairungrueang'], {
        birthDate: '25400228',
        cardIssued: '25600301',
      }),
    ],
  },
  {
    place: 'phraNakhon',
    houseNumber: '5',
    residents: [
      woman(['นางสาว', 'ชนิดา', 'ใบพฤกษ์'], ['Miss', 'Chanida', 'Baiphruek'], {
        birthDate: '25471202',
        role: 'head',
        cardIssued: '25621205',
        portrait: 'F1',
      }),
    ],
  },
  // Torn down; those who lived there are abroad, or on the way to another house.
  { place: 'pakKret', houseNumber: '60/9', terminated: '25690415', residents: [] },
]

/** People in no house. */
export const WITHOUT_HOUSE: readonly Resident[] = [
  man(['นาย', 'วีรยุทธ', 'ใบไผ่งาม'], ['Mr.', 'Weerayut', 'Baiphaingam'], {
    birthDate: '25290815',
    role: null,
    movedIn: null,
    cardIssued: '25640816',
    status: { code: '4', date: '25690401' },
  }),
  woman(['นาง', 'มาลี', 'ใบไผ่งาม'], ['Mrs.', 'Malee', 'Baiphaingam'], {
    birthDate: '25310214',
    role: null,
    movedIn: null,
    cardIssued: '25660215',
    status: { code: '9', date: '25690410' },
  }),
]

function man(th: Parts, en: Parts | null, details: Details): Resident {
  return resident('male', th, en, details)
}

function woman(th: Parts, en: Parts | null, details: Details): Resident {
  return resident('female', th, en, details)
}

function resident(sex: Resident['sex'], th: Parts, en: Parts | null, details: Details): Resident {
  const rest = { role: 'resident', movedIn: '25580000', cardIssued: null, father: 'บุญมี', mother: 'บัวลอย' }
  return { th: toName(th), en: en && toName(en), sex, ...rest, ...details }
}

function toName([title, given, family, middle]: Parts): Name {
  return { title, given, family, ...(middle !== undefined && { middle }) }
}
