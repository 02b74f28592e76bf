import { addressClaims } from './address.ts'
import type { ClaimDefinition, CredentialType } from './credential-type.ts'

/** Ages that doors ask for: child's card, cinema and work, majority in steps, senior's rights. */
export const AGE_THRESHOLDS = [12, 15, 18, 20, 60, 65, 70] as const

/** Value of `date_of_expiry` on a card that never expires (issued to people over 70; `99999999` on the card). */
export const LIFELONG = 'lifelong'

const ages: readonly ClaimDefinition[] = AGE_THRESHOLDS.map((age) => ({
  path: ['age_equal_or_over', String(age)],
  disclosure: 'own',
  label: { th: `อายุ ${age} ปีขึ้นไป`, en: `Aged ${age} or over` },
}))

/**
 * The national ID card. Claim names after the EUDI PID rulebook 1.7 where it has one; `name_th` is ours. Religion is
 * on the card and left out here (PDPA, section 26), and so is the laser code, which is a secret of enrolment.
 * Digests at the top level are what fills a QR code: twelve, and what belongs together is nested.
 */
export const nationalIdCard: CredentialType = {
  id: 'id-card',
  vct: 'urn:bai:th:id-card:1',
  w3cType: 'ThaiNationalIdCard',
  name: { th: 'บัตรประจำตัวประชาชน', en: 'National ID card' },
  description: { th: 'บัตรประจำตัวประชาชนไทยแบบดิจิทัล', en: 'The Thai national identity card as a credential' },
  backgroundColor: '#dcebf5',
  textColor: '#12304a',
  claims: [
    own('personal_administrative_number', 'เลขประจำตัวประชาชน', 'Identification number'),
    own('name_th', 'ชื่อภาษาไทย', 'Name in Thai'),
    { path: ['name_th', 'title'], disclosure: 'own', label: { th: 'คำนำหน้า', en: 'Title in Thai' } },
    { path: ['name_th', 'given_name'], disclosure: 'own', label: { th: 'ชื่อตัว', en: 'Given name in Thai' } },
    { path: ['name_th', 'middle_name'], disclosure: 'own', label: { th: 'ชื่อรอง', en: 'Middle name in Thai' } },
    { path: ['name_th', 'family_name'], disclosure: 'own', label: { th: 'ชื่อสกุล', en: 'Family name in Thai' } },
    own('given_name', 'ชื่อภาษาอังกฤษ', 'Given name'),
    own('family_name', 'นามสกุลภาษาอังกฤษ', 'Family name'),
    own('sex', 'เพศ', 'Sex'),
    own('birthdate', 'วันเกิด', 'Date of birth'),
    { path: ['age_equal_or_over'], disclosure: 'own', label: { th: 'ช่วงอายุ', en: 'Age' } },
    ...ages,
    own('address', 'ที่อยู่', 'Address'),
    ...addressClaims(['address']),
    own('document_number', 'เลขที่บัตร', 'Card number'),
    own('date_of_issuance', 'วันออกบัตร', 'Date of issue'),
    own('date_of_expiry', 'วันบัตรหมดอายุ', 'Date of expiry'),
    own('portrait', 'รูปถ่าย', 'Portrait'),
    { path: ['issuing_authority'], disclosure: 'open', label: { th: 'หน่วยงานที่ออก', en: 'Issuing authority' } },
    { path: ['issuing_country'], disclosure: 'open', label: { th: 'ประเทศที่ออก', en: 'Issuing country' } },
    { path: ['nationalities'], disclosure: 'open', label: { th: 'สัญชาติ', en: 'Nationality' } },
  ],
}

function own(name: string, th: string, en: string): ClaimDefinition {
  return { path: [name], disclosure: 'own', label: { th, en } }
}
