import { createTexts } from './create-texts.ts'

export const useShellTexts = createTexts(
  {
    product: 'ใบ · Bai',
    otherLanguage: 'English',
    newVersion: 'มีรุ่นใหม่ แตะเพื่อเริ่มใช้',
    offline: 'ไม่มีเครือข่าย',
    documents: 'เอกสาร',
    share: 'แสดง',
    history: 'ประวัติ',
    more: 'อื่น ๆ',
    menu: 'เมนูหลัก',
    lock: 'ล็อก',
    loading: 'กำลังเปิด…',
    back: 'ย้อนกลับ',
    skip: 'ข้ามไปยังเนื้อหา',
  },
  {
    product: 'ใบ · Bai',
    otherLanguage: 'ไทย',
    newVersion: 'There is a new version: tap to use it',
    offline: 'No network',
    documents: 'Documents',
    share: 'Show',
    history: 'History',
    more: 'More',
    menu: 'Main menu',
    lock: 'Lock',
    loading: 'Opening…',
    back: 'Back',
    skip: 'Skip to the content',
  },
)
