import type { AssuranceLevel } from '@bai/credential'
import type { NameComparison } from '../../src/boarding-pass/compare-names.ts'
import type { Check, PresentationManner, Stage, Verdict } from '../../src/index.ts'

type Words<K extends string> = Readonly<Record<K, string>>

const outcomes: Words<Verdict['outcome']> = { accepted: 'ผ่าน', rejected: 'ไม่ผ่าน', undecided: 'ตัดสินไม่ได้' }
const checkOutcomes: Words<Check['outcome']> = {
  passed: 'ผ่าน',
  warning: 'ควรระวัง',
  unknown: 'ไม่ทราบ',
  failed: 'ไม่ผ่าน',
}
const stages: Words<Stage> = {
  structure: 'รูปแบบเอกสาร',
  issuer: 'หน่วยงานที่ออก',
  signature: 'ลายมือชื่อ',
  disclosures: 'ข้อมูลที่เปิดเผย',
  validity: 'ช่วงเวลาที่ใช้ได้',
  holder: 'ผู้แสดง',
  status: 'สถานะ',
  answer: 'คำตอบ',
  freshness: 'ชุดข้อมูล',
}
const manners: Words<PresentationManner> = {
  online: 'ผ่านเครือข่าย',
  'two-scan': 'สแกนสองครั้ง',
  'one-scan': 'สแกนครั้งเดียว',
  printed: 'เอกสารพิมพ์',
}
const levels: Words<AssuranceLevel> = { low: 'ต่ำ', substantial: 'ปานกลาง', high: 'สูง' }
/** One credential that another rests on, each part in words already. */
type RestsOnWords = Readonly<Record<'type' | 'issuer' | 'on', string>> & { readonly level: string | undefined }
const names: Words<NameComparison> = {
  same: 'ชื่อตรงกัน',
  'cut-short-but-consistent': 'ชื่อบนบัตรโดยสารไม่เต็ม แต่ส่วนที่มีตรงกัน',
  differs: 'ชื่อไม่ตรงกัน',
  unreadable: 'อ่านบัตรโดยสารไม่ได้',
}

export const th = {
  product: 'ใบ · Bai',
  switchLanguage: 'English',
  chooseTitle: 'เลือกจุดตรวจ',
  chooseIntro: 'เลือกงานที่จะตรวจ เครื่องนี้ตรวจได้แม้ไม่มีเครือข่าย',
  start: 'เริ่มตรวจ',
  newVersion: 'มีรุ่นใหม่ แตะเพื่อเริ่มใช้',
  lastUsed: 'ใช้ล่าสุด',
  asked: 'ข้อมูลที่ขอ',
  askedNothing: 'ขอดูเอกสารโดยไม่ขอข้อมูลส่วนบุคคลเพิ่ม',
  purpose: 'วัตถุประสงค์',
  noPolicies: 'เครื่องนี้ยังไม่มีจุดตรวจ โปรดติดต่อผู้ดูแลระบบ',
  noBundle: 'ยังไม่มีชุดข้อมูล จึงยังตรวจไม่ได้ โปรดต่อเครือข่ายหรือนำเข้าจากไฟล์',
  requestTitle: 'ให้ผู้แสดงสแกนรหัสนี้',
  requestHint: 'เปิดกระเป๋าเอกสาร สแกนรหัสนี้ แล้วแสดงรหัสคำตอบกลับมา',
  requestImage: 'คิวอาร์โค้ดคำขอสำหรับกระเป๋าเอกสาร',
  making: 'กำลังสร้างคำขอ…',
  scanAnswer: 'สแกนคำตอบ',
  scanCode: 'สแกนรหัส',
  otherCheckpoint: 'เปลี่ยนจุดตรวจ',
  back: 'ย้อนกลับ',
  scanHint: 'ถือรหัสให้นิ่งและเต็มกรอบภาพ',
  scanPrinted: 'รับเอกสารพิมพ์',
  scanOneScan: 'รับรหัสที่ผู้แสดงเปิดเอง',
  progress: 'รับข้อมูลแล้ว',
  parts: (received: number, needed: number) => `${received} จาก ${needed} ส่วน`,
  paste: 'วางข้อความของรหัส',
  deciding: 'กำลังตรวจ…',
  scanProblems: {
    notOurs: 'ไม่ใช่รหัสของระบบใบ ขอให้เปิดรหัสจากกระเป๋าเอกสาร',
    scanned_request: 'นี่คือรหัสคำขอ ไม่ใช่คำตอบ ขอให้ผู้แสดงเปิดรหัสคำตอบ',
    nothing_was_asked: 'จุดตรวจนี้ไม่ได้ส่งคำขอ จึงรับคำตอบนี้ไม่ได้',
  },
  outcomes,
  outcomesOther: { accepted: 'Accepted', rejected: 'Rejected', undecided: 'Undecided' },
  undecidedAdvice: 'ระบบไม่ยืนยันและไม่ปฏิเสธ โปรดตรวจด้วยวิธีอื่น',
  warnings: 'ควรระวัง',
  portrait: 'รูปถ่ายในเอกสาร',
  compareFace: 'เทียบรูปนี้กับใบหน้าผู้แสดง',
  issuedBy: 'ออกโดย',
  restsOn: 'อ้างอิงจาก',
  restsOnOne: ({ type, issuer, level, on }: RestsOnWords) =>
    `${type} ของ${issuer}${level ? ` (ระดับ${level})` : ''} แสดงเมื่อ ${on}`,
  levels,
  allChecks: 'รายการตรวจทั้งหมด',
  checkOutcomes,
  stages,
  manners,
  shownBy: 'วิธีแสดง',
  dataAge: 'ข้อมูล ณ',
  next: 'รายต่อไป',
  clearsIn: (seconds: number) => `หน้านี้จะล้างเองใน ${seconds} วินาที`,
  keepLonger: 'แสดงต่อ',
  freshness: {
    fresh: 'เป็นปัจจุบัน',
    stale: 'เริ่มเก่า',
    expired: 'หมดอายุ',
    clock: 'นาฬิกาผิด',
    none: 'ไม่มีข้อมูล',
  },
  data: 'ชุดข้อมูล',
  dataOf: (moment: string) => `ข้อมูล ณ ${moment}`,
  online: 'มีเครือข่าย',
  offline: 'ไม่มีเครือข่าย',
  sequence: (sequence: number) => `ลำดับที่ ${sequence}`,
  nextDue: 'ชุดถัดไปภายใน',
  expires: 'หมดอายุ',
  updateNow: 'ปรับปรุงเดี๋ยวนี้',
  importFile: 'นำเข้าจากไฟล์',
  updating: 'กำลังปรับปรุง…',
  updates: {
    updated: 'ปรับปรุงแล้ว',
    unchanged: 'เป็นชุดล่าสุดแล้ว',
    unreachable: 'ติดต่อแหล่งข้อมูลไม่ได้ ยังใช้ชุดเดิม',
    bundle_rolled_back: 'ไฟล์นี้เก่ากว่าชุดที่ใช้อยู่ จึงไม่รับ',
    refused: 'ไฟล์นี้ไม่ใช่ชุดข้อมูลที่เชื่อถือ จึงไม่รับ',
  },
  settings: 'ตั้งค่า',
  sound: 'เสียงบอกผล',
  clearAfter: 'ล้างผลการตรวจหลังจาก',
  seconds: (seconds: number) => (seconds < 60 ? `${seconds} วินาที` : `${seconds / 60} นาที`),
  face: {
    title: 'ช่วยเทียบใบหน้า',
    hint: 'ผลนี้ช่วยเจ้าหน้าที่เท่านั้น เจ้าหน้าที่เป็นผู้ตัดสิน',
    open: 'เปิดกล้องเทียบใบหน้า',
    loading: 'กำลังเตรียมระบบเทียบใบหน้า…',
    compare: 'เทียบ',
    comparing: 'กำลังเทียบ…',
    decisions: { match: 'คล้ายกัน', review: 'ไม่ชัดเจน', no_match: 'ไม่คล้ายกัน' },
    percent: (percent: number) => `ความคล้าย ${Math.round(percent)} จาก 100`,
    unavailable: 'ใช้ระบบเทียบใบหน้าไม่ได้ในขณะนี้ โปรดเทียบด้วยตา',
    ofPortrait: 'รูปในเอกสาร',
    ofCamera: 'ภาพจากกล้อง',
  },
  boardingPass: {
    title: 'เทียบชื่อกับบัตรโดยสาร',
    scan: 'สแกนบัตรโดยสาร',
    paste: 'วางข้อความของบัตรโดยสาร',
    compare: 'เทียบชื่อ',
    onPass: 'บนบัตรโดยสาร',
    onCredential: 'ในเอกสาร',
    outcomes: names,
    flights: 'เที่ยวบิน',
    again: 'เทียบใบอื่น',
  },
  startProblems: {
    title: 'เปิดเครื่องตรวจไม่ได้',
    config: 'ไฟล์ตั้งค่า config.json ไม่มีหรือไม่ถูกต้อง โปรดติดต่อผู้ดูแลระบบ',
    storage: 'เบราว์เซอร์นี้ไม่ให้เก็บข้อมูลของเครื่องตรวจ โปรดอนุญาตหรือใช้เบราว์เซอร์อื่น',
  },
}

export type KioskTexts = typeof th
