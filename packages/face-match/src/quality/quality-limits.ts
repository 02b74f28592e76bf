/**
 * What a picture must keep to be good enough for a decision. Set on photographs of the web, none of them taken for a
 * document, so that few usable ones are refused: how many, and what is found, is in MODEL_CARD.md.
 */
export const qualityLimits = {
  /** In picture pixels; wrong refusals of the matcher begin to rise at 40. */
  minFaceWidth: 48,
  /** In degrees. */
  maxYaw: 30,
  /** FaceMesh sees a level head at about −5°. */
  minPitch: -30,
  maxPitch: 22,
  maxRoll: 25,
  /** Mean luma, 0…255. */
  minBrightness: 50,
  maxBrightness: 210,
  maxBurntOut: 0.3,
  /** Standard deviation of the luma. */
  minContrast: 14,
  maxBlur: 0.72,
  /** Mean of both eye aspect ratios. */
  minEyeOpenness: 0.14,
  minEyeLight: 0.52,
  maxMouthColour: 0.115,
  minMouthLight: 0.42,
  maxMouthLight: 1.35,
  minStrength: 46,
} as const
