import type { Language } from './render-page.tsx'

const th = {
  title: 'ยืนยันตัวตนเพื่อรับเอกสาร',
  intro: (wallet: string) => `กระเป๋าเอกสาร “${wallet}” ขอรับเอกสารต่อไปนี้ไปเก็บไว้`,
  onlyYours: 'ทำต่อเฉพาะเมื่อคุณเป็นผู้เริ่มในกระเป๋าเอกสารของคุณเองเท่านั้น',
  number: 'เลขประจำตัวประชาชน 13 หลัก',
  birthDate: 'วันเดือนปีเกิด (พ.ศ.)',
  birthDateHint: 'ปี เดือน วัน เช่น 25230314 หากไม่ทราบวันหรือเดือน ให้ใส่ 00',
  developmentTitle: 'ระบบทดลอง',
  development: 'หน้านี้ยอมรับเพียงเลขประจำตัวและวันเกิดของบุคคลสมมติ ไม่มีการตรวจใบหน้า ห้ามใช้กับข้อมูลจริง',
  agree: 'ยินยอมและรับเอกสาร',
  refuse: 'ไม่รับ',
  wrong: 'ข้อมูลไม่ถูกต้อง โปรดตรวจเลขประจำตัวและวันเกิดแล้วลองใหม่',
  locked: (seconds: number) => `ลองหลายครั้งเกินไป โปรดลองใหม่ในอีก ${seconds} วินาที`,
  gone: 'คำขอนี้ใช้ไม่ได้แล้ว',
  goneAdvice: 'คำขอหมดอายุ ถูกตอบไปแล้ว หรือเปิดอยู่ในเบราว์เซอร์อื่น โปรดเริ่มใหม่จากกระเป๋าเอกสารของคุณ',
}

const en: typeof th = {
  title: 'Sign in to receive your documents',
  intro: (wallet) => `The wallet “${wallet}” asks for these documents, to keep them for you:`,
  onlyYours: 'Go on only if you began this yourself, in your own wallet.',
  number: 'Citizen number, 13 digits',
  birthDate: 'Date of birth (Buddhist era)',
  birthDateHint: 'Year, month, day, as in 25230314; 00 for a month or day that is not known.',
  developmentTitle: 'For trying only',
  development:
    'This page takes the number and date of birth of invented people, and looks at no face. Never use it with real data.',
  agree: 'Agree and receive',
  refuse: 'Do not receive',
  wrong: 'These do not belong together. Check the number and the date of birth, and try again.',
  locked: (seconds) => `There were too many tries. Try again in ${seconds} seconds.`,
  gone: 'This request can no longer be used',
  goneAdvice: 'It has expired, was answered, or is open in another browser. Begin again in your wallet.',
}

export const SIGN_IN_TEXTS: Readonly<Record<Language, typeof th>> = { th, en }
