import type { BilingualText } from '@bai/credential'
import { FaceMatchError, faceMessages, type FaceMatcher as Matcher, type RgbImage } from '@bai/face-match'
import type { FaceMatcher } from '../src/face-matcher.ts'

/** What an operating point of a calibration profile promises, in words. */
const OPERATING_POINTS: Readonly<Record<string, BilingualText>> = {
  'fmr-1e-2': { th: 'เกณฑ์ผ่อนปรน: คนละคนถูกมองว่าคล้ายกันราว 1 ใน 100', en: 'Lenient: about 1 in 100 strangers look alike' },
  'fmr-1e-3': {
    th: 'เกณฑ์ปานกลาง: คนละคนถูกมองว่าคล้ายกันราว 1 ใน 1,000',
    en: 'Medium: about 1 in 1,000 strangers look alike',
  },
  'fmr-1e-4': {
    th: 'เกณฑ์เข้ม: คนละคนถูกมองว่าคล้ายกันราว 1 ใน 10,000',
    en: 'Strict: about 1 in 10,000 strangers look alike',
  },
  cautious: { th: 'เกณฑ์เข้มที่สุดที่มีการวัดไว้', en: 'Cautious: stricter than any line that was measured' },
}

/** The face matcher of Bai as the port that the verifier has for one. @param read makes pixels of a picture */
export function adaptFaceMatcher<Picture>(
  matcher: Pick<Matcher, 'match'>,
  read: (picture: Picture) => Promise<RgbImage>,
): FaceMatcher<Picture> {
  return {
    compare: async (portrait, camera) => {
      let atFault: 'portrait' | 'camera' = 'portrait'
      try {
        const first = await read(portrait)
        atFault = 'camera'
        const { decision, percent, operatingPoint } = await matcher.match(first, await read(camera))
        const { id } = operatingPoint
        return { kind: 'compared', decision, percent, operatingPoint: OPERATING_POINTS[id] ?? { th: id, en: id } }
      } catch (error) {
        if (!(error instanceof FaceMatchError)) throw error
        const { code }: FaceMatchError = error
        if (error.picture !== undefined) atFault = error.picture === 'first' ? 'portrait' : 'camera'
        return { kind: 'unusable', picture: atFault, advice: faceMessages[code] }
      }
    },
  }
}
