/** The parts of a liveness check, in the order in which they are made. */
export type LivenessStage = 'challenge' | 'timing' | 'face' | 'continuity' | 'actions' | 'identity'

const again = { th: 'กรุณาเริ่มใหม่อีกครั้ง', en: 'Please start again.' }
const sending = {
  th: 'ส่งภาพไม่ครบหรือไม่ทันเวลา กรุณาตรวจสอบอินเทอร์เน็ตแล้วลองใหม่',
  en: 'The pictures did not arrive completely or in time. Check your connection and try again.',
}
const person = {
  th: 'ใบหน้าในวิดีโอไม่ใช่คนเดียวกันตลอด กรุณาลองใหม่หรือติดต่อเจ้าหน้าที่',
  en: 'The face is not the same all along. Try again, or ask an officer.',
}

/** Every way in which a film is refused: the stage, and what the citizen is told. Codes are stable. */
export const LIVENESS_CODES = {
  challenge_unknown: { stage: 'challenge', message: again },
  nonce_mismatch: { stage: 'challenge', message: again },
  challenge_expired: {
    stage: 'challenge',
    message: { th: 'หมดเวลาแล้ว กรุณาเริ่มใหม่อีกครั้ง', en: 'The time is over. Please start again.' },
  },
  frames_too_many: { stage: 'timing', message: sending },
  frames_too_few: { stage: 'timing', message: sending },
  frames_out_of_order: { stage: 'timing', message: sending },
  frame_before_its_time: { stage: 'timing', message: sending },
  frame_delayed: { stage: 'timing', message: sending },
  frame_unreadable: { stage: 'face', message: sending },
  face_lost: {
    stage: 'face',
    message: {
      th: 'ใบหน้าหลุดจากกล้อง กรุณาให้ใบหน้าอยู่ในกรอบตลอดเวลา',
      en: 'The face left the picture. Keep it in the frame.',
    },
  },
  second_face: {
    stage: 'face',
    message: {
      th: 'พบใบหน้ามากกว่าหนึ่งคน กรุณาอยู่หน้ากล้องคนเดียว',
      en: 'There was a second face. Be alone before the camera.',
    },
  },
  face_too_far: {
    stage: 'face',
    message: { th: 'ใบหน้าอยู่ไกลเกินไป กรุณาเข้าใกล้กล้อง', en: 'The face was too far away. Come closer.' },
  },
  not_facing_camera: {
    stage: 'face',
    message: { th: 'กรุณาหันหน้าตรงเข้าหากล้องก่อนเริ่ม', en: 'Look straight into the camera before you start.' },
  },
  movement_jumped: {
    stage: 'continuity',
    message: { th: 'กรุณาเคลื่อนไหวช้า ๆ แล้วลองใหม่', en: 'Move slowly, and try again.' },
  },
  action_early: {
    stage: 'actions',
    message: { th: 'กรุณารอคำสั่งก่อนเคลื่อนไหว แล้วลองใหม่', en: 'Wait for each instruction, and try again.' },
  },
  action_missing: {
    stage: 'actions',
    message: {
      th: 'ไม่พบการเคลื่อนไหวตามคำสั่ง กรุณาลองใหม่',
      en: 'You did not do what was asked, or not enough. Try again.',
    },
  },
  blink_count_wrong: {
    stage: 'actions',
    message: { th: 'จำนวนครั้งที่กะพริบตาไม่ถูกต้อง กรุณาลองใหม่', en: 'The number of blinks was not right. Try again.' },
  },
  action_order_wrong: {
    stage: 'actions',
    message: { th: 'ลำดับการเคลื่อนไหวไม่ถูกต้อง กรุณาทำตามคำสั่งทีละขั้น', en: 'Do one thing after the other, as asked.' },
  },
  other_movement: {
    stage: 'actions',
    message: { th: 'มีการเคลื่อนไหวอื่นนอกจากคำสั่ง กรุณาลองใหม่', en: 'You moved in another way than asked. Try again.' },
  },
  not_at_rest_between: {
    stage: 'actions',
    message: { th: 'กรุณากลับมาหน้าตรงก่อนทำคำสั่งถัดไป', en: 'Look straight ahead again before the next instruction.' },
  },
  selfie_unusable: {
    stage: 'identity',
    message: { th: 'ภาพถ่ายใบหน้าใช้ไม่ได้ กรุณาถ่ายใหม่', en: 'The selfie cannot be used. Take it again.' },
  },
  other_person_than_selfie: { stage: 'identity', message: person },
  other_person_in_between: { stage: 'identity', message: person },
} as const satisfies Record<string, { stage: LivenessStage; message: { th: string; en: string } }>

export type LivenessCode = keyof typeof LIVENESS_CODES

/** Something wrong with a film. */
export type LivenessFault = {
  code: LivenessCode
  /** The frame it was seen in: milliseconds since the challenge was shown. */
  at?: number
  /** Which step, from 0. */
  step?: number
}
