import type { BilingualText } from '@bai/credential'
import type { IssuerConfiguration } from '../configuration.ts'
import type { EnrolmentConsent } from '../enrolment-ports.ts'
import { IssuerError } from '../errors.ts'

/** Goes up with every change of the texts below. */
const TEXT_VERSION = 2

type Rules = { readonly configuration: Pick<IssuerConfiguration, 'reviewLifetimeDays'> }

export type ConsentText = BilingualText & { readonly version: string }

/**
 * What somebody agrees to before their face is looked at: a face is sensitive data, for which the Personal Data Protection
 * Act B.E. 2562, section 26, wants explicit consent. The days are part of the text, so they are part of its version.
 */
export function consentText({ configuration: { reviewLifetimeDays: days } }: Rules): ConsentText {
  return {
    version: `${TEXT_VERSION}-${days}d`,
    th: [
      'ข้าพเจ้ายินยอมให้ใช้ภาพใบหน้าและวิดีโอที่ถ่ายขณะนี้ เพื่อตรวจว่าข้าพเจ้าอยู่หน้ากล้องจริง และเปรียบเทียบกับภาพถ่ายในฐานข้อมูลทะเบียน เพื่อออก ออกแทนของเดิม หรือเพิกถอนเอกสารดิจิทัลของข้าพเจ้า',
      'ภาพทั้งหมดจะถูกลบเมื่อส่งผลการตรวจ เว้นแต่ระบบตัดสินเองไม่ได้ กรณีนั้นจะเก็บภาพใบหน้าหนึ่งภาพโดยเข้ารหัสไว้ จนกว่านายทะเบียนจะตัดสิน',
      `และไม่เกิน ${days} วัน จากนั้นจะลบภาพ`,
      'สิ่งที่เก็บต่อไปคือคะแนนและผลการตรวจ เวลา และความยินยอมนี้ โดยไม่มีภาพ',
      'ข้าพเจ้าไม่ยินยอมก็ได้ และขอรับเอกสารได้ที่สำนักทะเบียน',
    ].join(' '),
    en: [
      'I agree that the picture of my face and the film that are taken now are used to check that I am before the camera, and are compared with my portrait in the population register, in order to issue, replace or revoke my digital documents.',
      'All pictures are deleted when the result is sent. The one exception: where the system cannot decide by itself, one picture of my face is kept, encrypted, until a registrar has decided,',
      `and for ${days} days at most; then it is deleted.`,
      'What is kept are the scores and results of the checks, their time, and this consent. No picture is among them.',
      'I need not agree: I can get my documents at a registration office instead.',
    ].join(' '),
  }
}

/** @throws IssuerError `consent_missing`, `consent_outdated`; each names the version that is current */
export function checkConsent(
  consent: (EnrolmentConsent & { readonly given: boolean }) | undefined,
  rules: Rules,
): EnrolmentConsent {
  const { version: current } = consentText(rules)
  if (consent === undefined || !consent.given) {
    const message = `Nobody is enrolled without their consent. Show them the text of GET /enrolments/consent, version ${current}, and send what they agreed to.`
    throw new IssuerError('consent_missing', message, { current })
  }
  if (consent.version !== current) {
    const message = `The consent is to a text that is not current. Show the text of GET /enrolments/consent, version ${current}, and ask again.`
    throw new IssuerError('consent_outdated', message, { current })
  }
  return { version: consent.version, locale: consent.locale }
}
