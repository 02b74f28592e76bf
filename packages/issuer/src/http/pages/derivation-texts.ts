import type { Language } from './render-page.tsx'

const th = {
  title: 'เอกสารที่หน่วยงานนี้ออกให้',
  intro: 'เลือกเอกสารที่ต้องการ หน่วยงานจะขอดูเอกสารในกระเป๋าของคุณ และออกเอกสารใหม่ให้ทันที',
  reads: 'หน่วยงานจะขอดู',
  gives: 'คุณจะได้รับ',
  validHours: (hours: number) => `ใช้ได้ ${hours} ชั่วโมง`,
  validDays: (days: number) => `ใช้ได้ ${days} วัน`,
  keeps:
    'หน่วยงานไม่เก็บข้อมูลที่คุณแสดง เก็บเฉพาะวิธีตรวจว่าเอกสารเดิมถูกเพิกถอนหรือไม่ โดยเข้ารหัสไว้ เอกสารใหม่ไม่มีข้อมูลที่โยงกลับไปถึงสำเนาที่คุณแสดง',
  begin: 'เริ่ม',
  scan: 'เปิดกระเป๋าเอกสารแล้วสแกนรหัสนี้ ข้อเสนอจะไปอยู่ในกระเป๋าของคุณเมื่อแสดงเสร็จ',
  refusedTitle: 'ยังออกเอกสารให้ไม่ได้',
  again: 'เริ่มใหม่',
  codes: {
    presentation_not_accepted: 'เอกสารที่แสดงใช้ไม่ได้ หรือคำตอบไม่ครบตามที่ขอ',
    source_level_too_low: 'เอกสารที่แสดงมีระดับความน่าเชื่อถือไม่พอสำหรับเอกสารนี้',
    record_missing: 'ไม่พบข้อมูลของคุณในระบบของหน่วยงาน โปรดติดต่อหน่วยงาน',
    record_incomplete: 'ข้อมูลของคุณในระบบของหน่วยงานไม่ครบ โปรดติดต่อหน่วยงาน',
  } as Readonly<Record<string, string>>,
  other: 'โปรดลองใหม่ หรือติดต่อหน่วยงาน',
}

const en: typeof th = {
  title: 'What this agency issues',
  intro: 'Choose a document. The agency asks to see something in your wallet, and issues the new one at once.',
  reads: 'The agency asks to see',
  gives: 'You get',
  validHours: (hours) => `Good for ${hours} hours`,
  validDays: (days) => `Good for ${days} days`,
  keeps:
    'Nothing of what you show is kept but how to find out whether it was revoked, encrypted. The new document holds nothing that leads back to the copy that you show.',
  begin: 'Begin',
  scan: 'Open your wallet and scan this code. The offer is in your wallet when you have shown it.',
  refusedTitle: 'This cannot be issued',
  again: 'Begin again',
  codes: {
    presentation_not_accepted: 'What was shown is not good, or less than was asked for.',
    source_level_too_low: 'What was shown is not of the level of assurance that this document needs.',
    record_missing: 'The agency has no record of you. Please turn to the agency.',
    record_incomplete: 'Your record at the agency is not complete. Please turn to the agency.',
  },
  other: 'Try again, or turn to the agency.',
}

export const DERIVATION_TEXTS: Readonly<Record<Language, typeof th>> = { th, en }
