import { createTexts } from './create-texts.ts'

/** What a letter is about: names and times, and never a value. */
export type LetterSubject = {
  readonly name: string
  readonly moment: string
  /** One line for each document, with the names of its claims. */
  readonly claims: readonly string[]
  readonly purpose: string | undefined
  readonly receipt: 'kept' | 'none'
}
export type Letter = { readonly subject: string; readonly body: string }

export const useFollowUpTexts = createTexts(
  {
    title: 'สิ่งที่คุณทำได้',
    erasure: 'ขอให้ลบข้อมูล',
    erasureHint: 'คุณมีสิทธิขอให้ผู้รับลบข้อมูลของคุณ กระเป๋าเตรียมข้อความไว้ให้แล้ว คุณอ่านและแก้ได้ก่อนส่ง',
    noContact: 'ผู้รับรายนี้ไม่ได้ให้ช่องทางติดต่อไว้ ติดต่อผู้รับโดยตรงด้วยข้อความนี้',
    byEmail: 'เขียนอีเมล',
    byPhone: 'โทรศัพท์',
    byWeb: 'เปิดหน้าเว็บของผู้รับ',
    read: 'ข้อความที่เตรียมไว้',
    copy: 'คัดลอกข้อความ',
    copied: 'คัดลอกแล้ว',
    report: 'ร้องเรียนผู้ตรวจรายนี้',
    reportHint: (authority: string) => `ถ้าผู้ตรวจขอเกินจำเป็นหรือใช้ข้อมูลผิด แจ้งได้ที่${authority}`,
    openReport: (authority: string) => `เปิดหน้าเว็บของ${authority}`,
    noAuthority: 'ยังไม่มีข้อมูลว่าร้องเรียนได้ที่ใด ต่อเครือข่ายหนึ่งครั้งก่อน',
    erasureLetter: ({ name, moment, claims, receipt }: LetterSubject): Letter => ({
      subject: 'ขอให้ลบข้อมูลส่วนบุคคล ตามมาตรา 33 พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562',
      body: [
        `เรียน ${name}`,
        `เมื่อ ${moment} ข้าพเจ้าได้แสดงข้อมูลต่อไปนี้แก่ท่านด้วยกระเป๋าเอกสารดิจิทัล`,
        claims.map((line) => `- ${line}`).join('\n'),
        'ข้าพเจ้าขอให้ท่านลบหรือทำลายข้อมูลดังกล่าว ตามมาตรา 33 แห่งพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562 และแจ้งผลให้ข้าพเจ้าทราบ หากท่านมีเหตุตามกฎหมายที่ต้องเก็บข้อมูลใดไว้ โปรดแจ้งเหตุและระยะเวลา',
        ...(receipt === 'kept' ? ['ข้าพเจ้ามีใบรับที่ท่านลงลายมือชื่อไว้ และส่งให้ได้เมื่อขอ'] : []),
        'ขอแสดงความนับถือ',
      ].join('\n\n'),
    }),
    reportLetter: ({ name, moment, claims, purpose, receipt }: LetterSubject): Letter => ({
      subject: `ร้องเรียนการขอข้อมูลส่วนบุคคลของ ${name}`,
      body: [
        `เมื่อ ${moment} ${name} ขอข้อมูลต่อไปนี้จากข้าพเจ้าด้วยกระเป๋าเอกสารดิจิทัล`,
        claims.map((line) => `- ${line}`).join('\n'),
        `วัตถุประสงค์ที่แจ้ง: ${purpose ?? 'ไม่ได้แจ้ง'}`,
        'ข้าพเจ้าขอให้ตรวจสอบตามพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562',
        ...(receipt === 'kept' ? ['ข้าพเจ้ามีใบรับที่ผู้ขอลงลายมือชื่อไว้เป็นหลักฐาน'] : []),
      ].join('\n\n'),
    }),
  },
  {
    title: 'What you can do',
    erasure: 'Ask for erasure',
    erasureHint:
      'You have a right to have your data erased. The wallet has prepared a text; you can read and change it before it is sent.',
    noContact: 'They gave no way to reach them. Turn to them yourself with this text.',
    byEmail: 'Write an e-mail',
    byPhone: 'Call',
    byWeb: 'Open their web page',
    read: 'The prepared text',
    copy: 'Copy the text',
    copied: 'Copied',
    report: 'Report this verifier',
    reportHint: (authority) => `If they ask for too much, or use data for something else, tell: ${authority}.`,
    openReport: (authority) => `Open the page of: ${authority}`,
    noAuthority: 'It is not known yet where to report. Connect to a network once.',
    erasureLetter: ({ name, moment, claims, receipt }) => ({
      subject: 'Request for erasure of personal data (Personal Data Protection Act B.E. 2562, section 33)',
      body: [
        `To ${name},`,
        `On ${moment} I showed you the following data with a digital wallet:`,
        claims.map((line) => `- ${line}`).join('\n'),
        'I ask you to erase or destroy these data under section 33 of the Personal Data Protection Act B.E. 2562 (2019), and to tell me when it is done. If the law makes you keep some of them, please tell me why and for how long.',
        ...(receipt === 'kept' ? ['I have the receipt that you signed, and can send it if you ask for it.'] : []),
        'Yours faithfully',
      ].join('\n\n'),
    }),
    reportLetter: ({ name, moment, claims, purpose, receipt }) => ({
      subject: `Complaint about a request for personal data by ${name}`,
      body: [
        `On ${moment} ${name} asked me for the following data by way of a digital wallet:`,
        claims.map((line) => `- ${line}`).join('\n'),
        `The purpose that they gave: ${purpose ?? 'none'}`,
        'Please look into this under the Personal Data Protection Act B.E. 2562 (2019).',
        ...(receipt === 'kept' ? ['I have a receipt that they signed as evidence.'] : []),
      ].join('\n\n'),
    }),
  },
)
