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
  face_turned: {
    th: 'ใบหน้าหันไปด้านข้าง ก้ม หรือเงยมากเกินไป กรุณามองตรงเข้ากล้อง แล้วถ่ายใหม่',
    en: 'The face is turned, raised or lowered too far. Look straight into the camera and take it again.',
  },
  face_tilted: {
    th: 'ศีรษะเอียงมากเกินไป กรุณาตั้งศีรษะให้ตรง แล้วถ่ายใหม่',
    en: 'The head leans to one side. Hold it upright and take it again.',
  },
  face_too_dark: {
    th: 'ใบหน้ามืดเกินไป กรุณาหันหน้าเข้าหาแสง แล้วถ่ายใหม่',
    en: 'The face is too dark. Turn to the light and take it again.',
  },
  face_too_bright: {
    th: 'ใบหน้าสว่างจ้าเกินไป กรุณาหลีกเลี่ยงแสงที่ส่องเข้าใบหน้าโดยตรง แล้วถ่ายใหม่',
    en: 'The face is too bright. Turn away from the strong light and take it again.',
  },
  face_too_flat: {
    th: 'ภาพใบหน้าไม่คมชัดพอเพราะแสงหรือเลนส์มัว กรุณาเช็ดเลนส์ เปลี่ยนที่ที่มีแสงดีกว่า แล้วถ่ายใหม่',
    en: 'The face can hardly be made out. Clean the lens, find better light and take it again.',
  },
  face_blurred: {
    th: 'ภาพใบหน้าเบลอ กรุณาถือกล้องให้นิ่ง แล้วถ่ายใหม่',
    en: 'The face is blurred. Hold the camera still and take it again.',
  },
  eyes_closed: {
    th: 'ตาปิดอยู่ กรุณาลืมตา แล้วถ่ายใหม่',
    en: 'The eyes are closed. Open them and take it again.',
  },
  face_covered: {
    th: 'มีสิ่งปิดบังใบหน้า กรุณาถอดหน้ากากอนามัยหรือแว่นกันแดด แล้วถ่ายใหม่',
    en: 'Something covers the face. Take off mask or sunglasses and take it again.',
  },
  face_unclear: {
    th: 'เห็นใบหน้าไม่ชัดเจนพอ กรุณาอย่าให้สิ่งใดบังใบหน้า อยู่ในที่มีแสงดี แล้วถ่ายใหม่',
    en: 'The face cannot be seen well enough. Uncover it, find good light and take it again.',
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
  image_animated: {
    th: 'ใช้ภาพเคลื่อนไหวไม่ได้ กรุณาใช้ภาพนิ่งชนิด JPEG, PNG หรือ WebP',
    en: 'An animated picture cannot be used. Use a still JPEG, PNG or WebP picture.',
  },
  image_colours_unsupported: {
    th: 'ภาพนี้ใช้ระบบสีที่ไม่รองรับ กรุณาบันทึกเป็นภาพสี RGB แบบ 8 บิต แล้วส่งใหม่',
    en: 'The colours of this picture are of a kind that cannot be used. Save it as an ordinary RGB picture of 8 bits.',
  },
  model_damaged: {
    th: 'ระบบเปรียบเทียบใบหน้าไม่พร้อมใช้งาน กรุณาติดต่อเจ้าหน้าที่',
    en: 'Face comparison is not available at the moment. Please ask an officer.',
  },
  embedding_invalid: {
    th: 'เปรียบเทียบใบหน้าจากภาพนี้ไม่ได้ กรุณาถ่ายภาพใหม่',
    en: 'The face in this picture could not be compared. Take a new picture.',
  },
  profile_malformed: {
    th: 'ระบบเปรียบเทียบใบหน้ายังตั้งค่าไม่ถูกต้อง กรุณาติดต่อเจ้าหน้าที่',
    en: 'Face comparison is not set up correctly. Please ask an officer.',
  },
  profile_of_other_models: {
    th: 'ค่าการสอบเทียบไม่ตรงกับแบบจำลองใบหน้าที่ติดตั้งไว้ กรุณาติดต่อเจ้าหน้าที่',
    en: 'The settings of face comparison do not belong to the installed models. Please ask an officer.',
  },
  cohort_malformed: {
    th: 'ข้อมูลอ้างอิงของระบบเปรียบเทียบใบหน้าใช้ไม่ได้ กรุณาติดต่อเจ้าหน้าที่',
    en: 'The reference data of face comparison cannot be used. Please ask an officer.',
  },
  matcher_busy: {
    th: 'ขณะนี้มีผู้ใช้งานจำนวนมาก กรุณารอสักครู่ แล้วลองใหม่',
    en: 'Many people are using this right now. Wait a moment and try again.',
  },
  matcher_interrupted: {
    th: 'การเปรียบเทียบใบหน้าหยุดกลางคัน กรุณาลองใหม่',
    en: 'The comparison was interrupted. Please try again.',
  },
} as const satisfies Record<FaceMatchErrorCode, { th: string; en: string }>
