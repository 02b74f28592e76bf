import { type Language, useLanguage } from './language.ts'

const th = {
  cameraView: 'ภาพจากกล้อง',
  cameraStarting: 'กำลังเปิดกล้อง…',
  torchOn: 'เปิดไฟ',
  torchOff: 'ปิดไฟ',
  switchCamera: 'สลับกล้อง',
  retry: 'ลองใหม่',
  otherWays: 'ไม่มีกล้องหรือสแกนไม่ได้',
  chooseImage: 'เลือกไฟล์ภาพหรือไฟล์คำตอบ',
  usePasted: 'ใช้ข้อความนี้',
  noCode: 'ไม่พบคิวอาร์โค้ดในภาพนี้',
  cameraProblems: {
    none: 'ไม่พบกล้อง ใช้ไฟล์ภาพหรือวางข้อความแทนได้',
    refused: 'เบราว์เซอร์ไม่อนุญาตให้ใช้กล้อง โปรดอนุญาตในการตั้งค่าของเบราว์เซอร์ หรือใช้ไฟล์ภาพแทน',
    busy: 'กล้องถูกโปรแกรมอื่นใช้อยู่หรือเปิดไม่ได้ โปรดปิดโปรแกรมนั้นแล้วลองใหม่',
  },
}

export type WebAppTexts = typeof th

const en: WebAppTexts = {
  cameraView: 'What the camera sees',
  cameraStarting: 'Opening the camera…',
  torchOn: 'Light on',
  torchOff: 'Light off',
  switchCamera: 'Other camera',
  retry: 'Try again',
  otherWays: 'No camera, or it does not work',
  chooseImage: 'Choose a picture or a file of the answer',
  usePasted: 'Use this text',
  noCode: 'There is no QR code in this picture.',
  cameraProblems: {
    none: 'No camera was found. A picture or pasted text will do instead.',
    refused:
      'The browser does not allow the camera. Allow it in the settings of the browser, or use a picture instead.',
    busy: 'The camera is in use elsewhere or cannot be opened. Close the other program and try again.',
  },
}
const TEXTS: Readonly<Record<Language, WebAppTexts>> = { th, en }

/** The texts of the shared parts, in the language of the app. */
export function useWebAppTexts(): WebAppTexts {
  return TEXTS[useLanguage()]
}
