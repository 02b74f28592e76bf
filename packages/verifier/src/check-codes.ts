import type { BilingualText, CredentialErrorCode } from '@bai/credential'
import type { Stage } from './verdict.ts'

type CheckCodeRow = { readonly stage: Stage; readonly message: BilingualText }

const damaged = { th: 'เอกสารเสียหายหรือถูกแก้ไข', en: 'The document is damaged or was changed.' }
const notForNow = { th: 'เอกสารอยู่นอกช่วงเวลาที่ใช้ได้', en: 'The document is not valid at this time.' }
const holderUnproven = {
  th: 'ผู้แสดงไม่ได้พิสูจน์ว่าเป็นเจ้าของเอกสาร ขอให้แสดงใหม่',
  en: 'Whoever presents this did not prove that it is theirs. Ask them to present again.',
}
const unknownIssuer = { th: 'ไม่รู้จักหน่วยงานที่ออกเอกสาร', en: 'The issuer of this document is not known.' }
const wrongAnswer = { th: 'คำตอบไม่ตรงกับที่ขอ', en: 'The answer does not fit the request.' }
const noAnswer = { th: 'ระบบอ่านข้อมูลนี้ไม่ได้ ขอให้แสดงใหม่', en: 'This cannot be read. Ask them to present again.' }

function row(stage: Stage, message: BilingualText): CheckCodeRow {
  return { stage, message }
}

/** Every way in which the kernel refuses, with the stage it belongs to. A code without a row does not compile. */
const CREDENTIAL_CODES = {
  too_large: row('structure', noAnswer),
  base64url_malformed: row('structure', damaged),
  json_malformed: row('structure', damaged),
  jws_malformed: row('structure', damaged),
  sd_jwt_malformed: row('structure', damaged),
  address_refused: row('structure', noAnswer),
  address_unreachable: row('structure', noAnswer),
  dcql_malformed: row('structure', noAnswer),
  request_malformed: row('structure', noAnswer),
  receipt_malformed: row('structure', noAnswer),
  receipt_mismatch: row('structure', noAnswer),
  request_expired: row('holder', { th: 'คำขอหมดอายุแล้ว ขอให้เริ่มใหม่', en: 'The request has expired. Start again.' }),
  qr_malformed: row('structure', {
    th: 'อ่านคิวอาร์โค้ดนี้ไม่ได้ ขอให้แสดงใหม่',
    en: 'This QR code cannot be read. Ask them to show it again.',
  }),
  qr_version_unsupported: row('structure', {
    th: 'เครื่องนี้ยังไม่รองรับคิวอาร์โค้ดรุ่นนี้ ควรปรับปรุงโปรแกรม',
    en: 'This device does not know this version of QR code; update it.',
  }),
  qr_certificate_unknown: row('structure', {
    th: 'ไม่พบใบรับรองของหน่วยงานที่ออกเอกสารในชุดข้อมูลของเครื่องนี้',
    en: 'The certificate of the issuer is not in the data of this device.',
  }),
  bundle_unavailable: row('freshness', noAnswer),
  bundle_malformed: row('freshness', noAnswer),
  bundle_rolled_back: row('freshness', noAnswer),
  certificate_path_invalid: row('issuer', {
    th: 'ใบรับรองของหน่วยงานที่ออกเอกสารใช้ไม่ได้',
    en: 'The certificates of the issuer are not good.',
  }),
  did_malformed: row('issuer', unknownIssuer),
  key_not_found: row('issuer', unknownIssuer),
  issuer_mismatch: row('issuer', unknownIssuer),
  key_invalid: row('signature', damaged),
  typ_unexpected: row('signature', {
    th: 'ไม่ใช่เอกสารชนิดที่รองรับ',
    en: 'This is not a kind of document that is accepted.',
  }),
  critical_header_unsupported: row('signature', damaged),
  algorithm_not_allowed: row('signature', { th: 'วิธีลงลายมือชื่อไม่เป็นที่ยอมรับ', en: 'The way of signing is not accepted.' }),
  signature_invalid: row('signature', damaged),
  hash_algorithm_unsupported: row('disclosures', damaged),
  disclosure_malformed: row('disclosures', damaged),
  disclosure_unreferenced: row('disclosures', damaged),
  digest_malformed: row('disclosures', damaged),
  digest_duplicated: row('disclosures', damaged),
  claim_name_reserved: row('disclosures', damaged),
  claim_name_collision: row('disclosures', damaged),
  claim_not_disclosable: row('disclosures', damaged),
  claim_missing: row('validity', damaged),
  claim_invalid: row('validity', damaged),
  credential_expired: row('validity', { th: 'เอกสารหมดอายุแล้ว', en: 'The document has expired.' }),
  credential_not_yet_valid: row('validity', notForNow),
  credential_issued_in_future: row('validity', notForNow),
  key_binding_missing: row('holder', holderUnproven),
  key_binding_unexpected: row('holder', holderUnproven),
  key_binding_malformed: row('holder', holderUnproven),
  key_binding_signature_invalid: row('holder', holderUnproven),
  key_binding_key_missing: row('holder', holderUnproven),
  key_binding_nonce_mismatch: row('holder', {
    th: 'เป็นคำตอบของคำขออื่น อาจเป็นการนำของเก่ามาใช้ซ้ำ',
    en: 'This answers another request: it may be a replay.',
  }),
  key_binding_audience_mismatch: row('holder', {
    th: 'เป็นคำตอบสำหรับผู้ตรวจรายอื่น',
    en: 'This was meant for another verifier.',
  }),
  key_binding_hash_mismatch: row('holder', damaged),
  key_binding_too_old: row('holder', {
    th: 'แสดงไว้นานเกินไป ขอให้แสดงใหม่',
    en: 'This was made too long ago. Ask them to present again.',
  }),
  key_binding_in_future: row('holder', { th: 'นาฬิกาของเครื่องไม่ตรงกัน', en: 'The clocks of the two devices differ.' }),
  status_list_malformed: row('status', noAnswer),
  status_list_expired: row('status', { th: 'ข้อมูลสถานะเก่าเกินไป ตัดสินไม่ได้', en: 'The status data is too old to decide.' }),
  status_list_subject_mismatch: row('status', damaged),
  status_index_out_of_range: row('status', damaged),
} as const satisfies Record<CredentialErrorCode, CheckCodeRow>

/** What the verifier finds itself, beside what the kernel refuses. */
const VERIFIER_CODES = {
  accepted: row('answer', { th: 'ผ่าน', en: 'Accepted.' }),
  issuer_not_trusted: row('issuer', unknownIssuer),
  issuer_not_valid_then: row('issuer', {
    th: 'หน่วยงานไม่มีอำนาจออกเอกสารในเวลานั้น',
    en: 'The issuer had no authority at the time of issue.',
  }),
  credential_type_not_authorized: row('issuer', {
    th: 'หน่วยงานนี้ไม่มีอำนาจออกเอกสารชนิดนี้',
    en: 'This issuer may not issue this kind of document.',
  }),
  issuer_not_accepted: row('issuer', {
    th: 'จุดตรวจนี้ไม่รับเอกสารจากหน่วยงานนี้',
    en: 'This checkpoint does not take documents of this issuer.',
  }),
  issuer_for_development: row('issuer', {
    th: 'ผู้ออกนี้เชื่อถือเพื่อการทดสอบเท่านั้น',
    en: 'This issuer is trusted for a test only.',
  }),
  status_unknown_for_development: row('status', {
    th: 'ไม่ทราบสถานะ เพราะเป็นการทดสอบ',
    en: 'Nothing is known of the status: this is a test.',
  }),
  manner_not_allowed: row('holder', {
    th: 'จุดตรวจนี้ไม่รับการแสดงด้วยวิธีนี้',
    en: 'This checkpoint does not take documents that are shown in this way.',
  }),
  presented_before: row('holder', {
    th: 'รหัสนี้เคยแสดงแล้ว ขอให้เปิดรหัสใหม่',
    en: 'This code has been shown before. Ask for a new one.',
  }),
  holder_unasked: row('holder', {
    th: 'เจ้าของแสดงเองโดยไม่มีคำขอ ความมั่นใจต่ำกว่าการสแกนสองครั้ง',
    en: 'Shown by its holder without a request: less sure than two scans.',
  }),
  holder_not_proven: row('holder', {
    th: 'เอกสารพิมพ์ ไม่ได้พิสูจน์ว่าเป็นเจ้าของ ให้เทียบใบหน้ากับรูป',
    en: 'Printed: nothing proves whose it is. Compare the face with the portrait.',
  }),
  status_missing: row('status', { th: 'เอกสารไม่มีข้อมูลสถานะ', en: 'The document names no status.' }),
  status_list_missing: row('status', {
    th: 'ไม่มีข้อมูลสถานะของเอกสารนี้ ตัดสินไม่ได้',
    en: 'No status data for this document: undecided.',
  }),
  status_stale: row('status', { th: 'ข้อมูลสถานะเริ่มเก่า ควรปรับปรุง', en: 'The status data is getting old; update it.' }),
  credential_revoked: row('status', { th: 'เอกสารถูกเพิกถอนแล้ว', en: 'The document has been revoked.' }),
  credential_suspended: row('status', { th: 'เอกสารถูกระงับชั่วคราว', en: 'The document is suspended.' }),
  answer_malformed: row('answer', noAnswer),
  answer_not_requested: row('answer', wrongAnswer),
  credential_not_presented: row('answer', { th: 'ไม่ได้แสดงเอกสารที่ขอ', en: 'A requested document was not presented.' }),
  credential_type_mismatch: row('answer', { th: 'แสดงเอกสารผิดชนิด', en: 'Another kind of document was presented.' }),
  claims_missing: row('answer', {
    th: 'ผู้แสดงไม่เปิดเผยข้อมูลครบตามที่ขอ',
    en: 'Not all the information that was asked for was shown.',
  }),
  claims_not_requested: row('answer', { th: 'มีข้อมูลเกินกว่าที่ขอ', en: 'More was shown than was asked for.' }),
  bundle_stale: row('freshness', {
    th: 'ชุดข้อมูลของเครื่องนี้เริ่มเก่า ควรปรับปรุง',
    en: 'The data of this device is getting old; update it.',
  }),
  bundle_expired: row('freshness', {
    th: 'ชุดข้อมูลของเครื่องนี้หมดอายุ ต้องปรับปรุงก่อนตัดสิน',
    en: 'The data of this device has expired: undecided until it is updated.',
  }),
  data_too_old: row('freshness', {
    th: 'ชุดข้อมูลเก่าเกินกว่าที่จุดตรวจนี้กำหนด ต้องปรับปรุงก่อนตัดสิน',
    en: 'The data of this device is older than this checkpoint allows: undecided until it is updated.',
  }),
  bundle_not_yet_valid: row('freshness', {
    th: 'นาฬิกาของเครื่องนี้ไม่ถูกต้อง',
    en: 'The clock of this device is wrong: undecided.',
  }),
} as const satisfies Record<string, CheckCodeRow>

/** Every code a check may carry: stable, never reused. */
export const CHECK_CODES = { ...CREDENTIAL_CODES, ...VERIFIER_CODES }
export type CheckCode = keyof typeof CHECK_CODES

/** What a stage says when it passed. */
export const PASSED: Readonly<Record<Stage, BilingualText>> = {
  structure: { th: 'อ่านเอกสารได้', en: 'The document can be read.' },
  issuer: { th: 'ออกโดยหน่วยงานที่เชื่อถือ', en: 'A trusted issuer made it.' },
  signature: { th: 'ลายมือชื่อถูกต้อง', en: 'The signature is good.' },
  disclosures: { th: 'ข้อมูลตรงกับที่ลงลายมือชื่อ', en: 'The information is what was signed.' },
  validity: { th: 'อยู่ในช่วงเวลาที่ใช้ได้', en: 'It is valid at this time.' },
  holder: { th: 'แสดงโดยเจ้าของเอกสาร', en: 'Its holder presented it, here and now.' },
  status: { th: 'ไม่ถูกเพิกถอน', en: 'It has not been revoked.' },
  answer: { th: 'ตรงตามที่ขอ ไม่ขาดไม่เกิน', en: 'It is what was asked for, no less and no more.' },
  freshness: { th: 'ชุดข้อมูลเป็นปัจจุบัน', en: 'The data of this device is current.' },
}
