import { CredentialError } from '@bai/credential'
import { WalletError } from '../../src/index.ts'

type Words = { readonly th: string; readonly en: string }

const forged = {
  th: 'ข้อมูลนี้ไม่ใช่ของจริงหรือถูกแก้ไข จึงไม่รับไว้ ไม่มีข้อมูลใดถูกเก็บหรือส่งออกไป',
  en: 'This is not genuine or was changed, so it was not taken. Nothing was stored and nothing was sent.',
}
const requestBad = {
  th: 'คำขอนี้ไม่ถูกต้อง จึงไม่เปิดให้ดู ไม่มีข้อมูลใดถูกส่งออกไป ขอคำขอใหม่จากผู้ตรวจ',
  en: 'This request is not good, so it is not shown. Nothing was sent. Ask for a new one.',
}
const offerBad = {
  th: 'ข้อเสนอนี้ไม่ถูกต้อง ไม่มีอะไรถูกเก็บ ขอข้อเสนอใหม่จากหน่วยงาน',
  en: 'This offer is not good. Nothing was stored. Ask the issuer for a new one.',
}
const unreachable = {
  th: 'ติดต่ออีกฝ่ายไม่ได้ ตรวจดูเครือข่ายแล้วลองใหม่ ไม่มีอะไรหายไป',
  en: 'The other side cannot be reached. Check the network and try again. Nothing was lost.',
}
const tooOld = { th: 'หมดเวลาแล้ว เริ่มใหม่อีกครั้ง', en: 'This has expired. Begin again.' }
const issuerBad = {
  th: 'หน่วยงานส่งข้อมูลที่ไม่ถูกต้อง จึงไม่รับไว้ ไม่มีอะไรถูกเก็บ ลองใหม่ภายหลังหรือติดต่อหน่วยงาน',
  en: 'The issuer sent something wrong, so it was not taken. Nothing was stored. Try later, or turn to the issuer.',
}
const damaged = {
  th: 'ข้อมูลในกระเป๋านี้อ่านไม่ได้ ลองปิดแล้วเปิดใหม่ ถ้ายังไม่ได้ ให้รับเอกสารใหม่',
  en: 'What is stored in this wallet cannot be read. Close it and open it again; if that does not help, get your documents anew.',
}

/** Plain words for what can go wrong, and what to do next. By stable code; what is not here has the words of `other`. */
const PROBLEMS: Readonly<Record<string, Words>> = {
  offer_malformed: offerBad,
  offer_grant_unsupported: offerBad,
  configuration_unsupported: {
    th: 'กระเป๋านี้เก็บเอกสารชนิดนี้ไม่ได้',
    en: 'This wallet cannot keep documents of this kind.',
  },
  tx_code_missing: {
    th: 'ใส่รหัสที่หน่วยงานให้มาพร้อมข้อเสนอ',
    en: 'Enter the code that the issuer gave you with the offer.',
  },
  issuer_refused: {
    th: 'หน่วยงานไม่ให้เอกสารสำหรับข้อเสนอนี้ อาจใช้ไปแล้วหรือรหัสไม่ถูกต้อง ขอข้อเสนอใหม่',
    en: 'The issuer gives nothing for this offer: it may have been used, or the code is wrong. Ask for a new offer.',
  },
  issuer_answer_malformed: issuerBad,
  issuer_unknown: {
    th: 'หน่วยงานนี้ไม่อยู่ในรายชื่อที่เชื่อถือ หรือไม่มีสิทธิออกเอกสารชนิดนี้ จึงไม่รับไว้',
    en: 'This issuer is not on the trust list, or not for this kind of document. It was not taken.',
  },
  credential_not_ours: issuerBad,
  credential_not_as_offered: issuerBad,
  credential_revoked: issuerBad,
  copies_linkable: issuerBad,
  no_sign_in: tooOld,
  authorization_expired: tooOld,
  authorization_answer_malformed: offerBad,
  authorization_refused: {
    th: 'หน่วยงานไม่อนุญาต หรือคุณยกเลิก เริ่มใหม่ได้ถ้าต้องการ',
    en: 'The issuer did not allow it, or you cancelled. Begin again if you want to.',
  },
  refill_impossible: {
    th: 'รับสำเนาเพิ่มไม่ได้ รับเอกสารใหม่ด้วยการยืนยันใบหน้า',
    en: 'No more copies can be got this way. Get the document anew with your face.',
  },
  holding_unknown: { th: 'ไม่มีเอกสารนี้ในกระเป๋าแล้ว', en: 'This document is no longer in the wallet.' },
  copy_used: { th: 'สำเนานี้เพิ่งถูกแสดงไป เริ่มใหม่อีกครั้ง', en: 'This copy was shown just now. Begin again.' },
  request_malformed: requestBad,
  verifier_unknown: requestBad,
  request_expired: {
    th: 'คำขอนี้หมดอายุแล้ว ขอคำขอใหม่จากผู้ตรวจ',
    en: 'This request has expired. Ask for a new one.',
  },
  verifier_refused: {
    th: 'ผู้ขอไม่รับคำตอบ คำขออาจใช้ไปแล้วหรือหมดอายุ',
    en: 'They did not take the answer: the request may have been used or has expired.',
  },
  credential_not_held: {
    th: 'กระเป๋านี้ไม่มีเอกสารที่ขอ',
    en: 'This wallet does not have the document that is asked for.',
  },
  portrait_missing: { th: 'เอกสารนี้ไม่มีรูปถ่าย จึงพิมพ์ไม่ได้', en: 'This document has no portrait, so it cannot be printed.' },
  holder_key_missing: damaged,
  wallet_damaged: damaged,
  storage_full: {
    th: 'พื้นที่ในเครื่องเต็ม ไม่มีอะไรถูกเก็บหรือหายไป เพิ่มพื้นที่ว่างแล้วลองใหม่',
    en: 'There is no room on this device. Nothing was stored and nothing was lost. Make room and try again.',
  },
  address_unreachable: unreachable,
  address_refused: {
    th: 'ที่อยู่นี้ไม่ปลอดภัย กระเป๋าจึงไม่ติดต่อ',
    en: 'This address is not safe, so the wallet does not call it.',
  },
  too_large: issuerBad,
  signature_invalid: forged,
  key_not_found: forged,
  digest_malformed: forged,
  credential_issued_in_future: {
    th: 'นาฬิกาของเครื่องนี้อาจไม่ตรง ตั้งเวลาอัตโนมัติแล้วลองใหม่',
    en: 'The clock of this device may be wrong. Set the time to automatic and try again.',
  },
  credential_not_yet_valid: {
    th: 'นาฬิกาของเครื่องนี้อาจไม่ตรง ตั้งเวลาอัตโนมัติแล้วลองใหม่',
    en: 'The clock of this device may be wrong. Set the time to automatic and try again.',
  },
}

const OTHER: Words = {
  th: 'ทำรายการไม่สำเร็จ ไม่มีอะไรหายไป ลองใหม่อีกครั้ง',
  en: 'This did not work. Nothing was lost. Try again.',
}

/** What a problem is called in plain words. */
export function describeProblem(error: unknown): { readonly words: Words; readonly code: string | undefined } {
  const code = error instanceof WalletError || error instanceof CredentialError ? error.code : undefined
  if (error instanceof CredentialError && code !== undefined && PROBLEMS[code] === undefined)
    return { words: forged, code }
  return { words: (code === undefined ? undefined : PROBLEMS[code]) ?? OTHER, code }
}
