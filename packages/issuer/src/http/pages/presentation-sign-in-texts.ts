import type { Language } from './render-page.tsx'

const th = {
  scan: 'เปิดกระเป๋าเอกสารที่มีเอกสารนี้แล้วสแกนรหัส หรือเปิดกระเป๋าในเครื่องนี้ เมื่อแสดงเสร็จจะกลับมาทำต่อเอง',
  number: 'ตัวเลข 6 หลักที่อีกเครื่องหนึ่งแสดง',
  numberHint: 'กรอกเมื่อแสดงเอกสารด้วยอีกเครื่องหนึ่งเท่านั้น',
  goOn: 'ทำต่อและรับเอกสาร',
  refuse: 'ไม่รับ',
  again: 'แสดงเอกสารใหม่',
  arrived: 'ได้รับเอกสารที่แสดงแล้ว',
  numberWrong: 'ตัวเลขไม่ถูกต้อง โปรดดูตัวเลขบนอีกเครื่องหนึ่ง',
  notShown: 'ยังไม่ได้แสดงเอกสาร โปรดแสดงเอกสารก่อน',
  shownTitle: 'แสดงเอกสารแล้ว',
  shown: 'กรอกตัวเลขนี้บนหน้าจอที่คุณเริ่มไว้',
  shownFor: (document: string, issuer: string) => `สำหรับ “${document}” ของ ${issuer}`,
  tellNobody:
    'กรอกเฉพาะบนหน้าจอของคุณเองที่อยู่ตรงหน้า และอย่าบอกตัวเลขแก่ผู้ใด ผู้ที่ได้ตัวเลขนี้จะได้เอกสารของคุณ หากคุณไม่ได้เป็นผู้เริ่ม ให้ปิดหน้านี้',
}

const en: typeof th = {
  scan: 'Open the wallet that has the document and scan this code, or open the wallet on this device. When you have shown it, you come back here by yourself.',
  number: 'The six digits that the other device shows',
  numberHint: 'Only if you showed the document with another device.',
  goOn: 'Go on and receive',
  refuse: 'Do not receive',
  again: 'Show it again',
  arrived: 'What you showed has arrived.',
  numberWrong: 'The number is not right. Look at the other device.',
  notShown: 'Nothing has been shown yet. Show the document first.',
  shownTitle: 'You have shown it',
  shown: 'Type this number on the screen where you began:',
  shownFor: (document, issuer) => `For “${document}” of ${issuer}`,
  tellNobody:
    'Only on a screen of your own, in front of you. Tell it to nobody: whoever has it gets your document. If you did not begin this yourself, close this page.',
}

export const PRESENTATION_SIGN_IN_TEXTS: Readonly<Record<Language, typeof th>> = { th, en }
