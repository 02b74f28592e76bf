import type { FaceMatchErrorCode } from './errors.ts'

/** One sentence for each error code, for the person in front of the camera: what is wrong and what to do. */
export const faceMessages = {
  face_not_found: {
    th: 'ไม่พบใบหน้าในภาพ กรุณาหันหน้าตรงเข้าหากล้องในที่มีแสงสว่างเพียงพอ แล้วถ่ายใหม่',
    en: 'No face was found in the picture. Face the camera in good light and take it again.',
  },
  several_faces: {
    th: 'พบใบหน้ามากกว่าหนึ่งคนในภาพ กรุณาถ่ายภาพที่มีเพียงคุณคนเดียว',
    en: 'More than one face is in the picture. Take a picture of yourself alone.',
  },
  face_too_small: {
    th: 'ใบหน้าในภาพเล็กเกินไป กรุณาเข้าใกล้กล้องมากขึ้น แล้วถ่ายใหม่',
    en: 'The face is too small in the picture. Move closer to the camera and take it again.',
  },
  image_unreadable: {
    th: 'เปิดภาพนี้ไม่ได้ กรุณาใช้ไฟล์ภาพชนิด JPEG, PNG หรือ WebP ที่ไม่เสียหาย',
    en: 'This picture cannot be opened. Use an undamaged JPEG, PNG or WebP file.',
  },
  image_too_large: {
    th: 'ไฟล์ภาพใหญ่เกินไป กรุณาใช้ภาพที่มีขนาดไม่เกิน 10 เมกะไบต์และไม่เกิน 50 ล้านพิกเซล',
    en: 'The picture is too large. Use one of at most 10 megabytes and 50 megapixels.',
  },
  image_too_small: {
    th: 'ภาพมีขนาดเล็กเกินไป กรุณาใช้ภาพที่มีด้านสั้นอย่างน้อย 112 พิกเซล',
    en: 'The picture is too small. Use one whose shorter side has at least 112 pixels.',
  },
  model_damaged: {
    th: 'ระบบเปรียบเทียบใบหน้าไม่พร้อมใช้งาน กรุณาติดต่อเจ้าหน้าที่',
    en: 'Face comparison is not available at the moment. Please ask an officer.',
  },
  embedding_invalid: {
    th: 'เปรียบเทียบใบหน้าจากภาพนี้ไม่ได้ กรุณาถ่ายภาพใหม่',
    en: 'The face in this picture could not be compared. Take a new picture.',
  },
} as const satisfies Record<FaceMatchErrorCode, { th: string; en: string }>
