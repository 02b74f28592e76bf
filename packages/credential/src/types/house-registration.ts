import { addressClaims } from './address.ts'
import type { ClaimDefinition, CredentialType } from './credential-type.ts'

/** Households are padded to a multiple of this, so that the number of digests does not tell how many live there. */
const MEMBERS_PAD_TO = 8

/** The house registration (ท.ร.14), as its holder sees it: the house, and a row for each person in it. */
export const houseRegistration: CredentialType = {
  id: 'house-registration',
  vct: 'urn:bai:th:house-registration:1',
  w3cType: 'ThaiHouseRegistration',
  name: { th: 'ทะเบียนบ้าน', en: 'House registration' },
  description: { th: 'สำเนาทะเบียนบ้าน (ท.ร.14) แบบดิจิทัล', en: 'The house registration (Tor Ror 14) as a credential' },
  backgroundColor: '#f6ecd2',
  textColor: '#4a3512',
  claims: [
    own('house_code', 'เลขรหัสประจำบ้าน', 'House code'),
    own('address', 'ที่อยู่', 'Address'),
    ...addressClaims(['address']),
    own('house_type', 'ประเภทบ้าน', 'Type of house'),
    own('registration_office', 'สำนักทะเบียน', 'Registration office'),
    { path: ['members'], disclosure: 'open', label: { th: 'รายการบุคคลในบ้าน', en: 'People in the house' } },
    { path: ['members', null], disclosure: 'own', label: { th: 'บุคคลในบ้าน', en: 'Person in the house' } },
    member('personal_administrative_number', 'เลขประจำตัวประชาชน', 'Identification number'),
    member('name_th', 'ชื่อภาษาไทย', 'Name in Thai'),
    member('name_en', 'ชื่อภาษาอังกฤษ', 'Name in English'),
    member('sex', 'เพศ', 'Sex'),
    member('birthdate', 'วันเกิด', 'Date of birth'),
    member('nationality', 'สัญชาติ', 'Nationality'),
    member('role', 'สถานภาพในบ้าน', 'Role in the house'),
    member('moved_in', 'วันที่ย้ายเข้า', 'Date of moving in'),
    member('father_name', 'ชื่อบิดา', "Father's name"),
    member('mother_name', 'ชื่อมารดา', "Mother's name"),
    { path: ['members', null, 'is_holder'], disclosure: 'open', label: { th: 'เจ้าของเอกสาร', en: 'Is the holder' } },
    { path: ['issuing_authority'], disclosure: 'open', label: { th: 'หน่วยงานที่ออก', en: 'Issuing authority' } },
    { path: ['issuing_country'], disclosure: 'open', label: { th: 'ประเทศที่ออก', en: 'Issuing country' } },
  ],
  padTo: { members: MEMBERS_PAD_TO },
}

function own(name: string, th: string, en: string): ClaimDefinition {
  return { path: [name], disclosure: 'own', label: { th, en } }
}

function member(name: string, th: string, en: string): ClaimDefinition {
  return { path: ['members', null, name], disclosure: 'own', label: { th, en } }
}
