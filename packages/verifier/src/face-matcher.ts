import type { BilingualText } from '@bai/credential'

/**
 * What a comparison of two faces tells staff. It helps those who look, and decides nothing: `match` says that the pictures
 * are alike enough for the operating point, `review` that a person has to tell, `no_match` that they are not.
 */
export type FaceHelp =
  | {
      readonly kind: 'compared'
      readonly decision: 'match' | 'review' | 'no_match'
      /** 0 to 100: a scale for people, and not a probability. */
      readonly percent: number
      /** At what rate of error the line was drawn, in words. */
      readonly operatingPoint: BilingualText
    }
  | {
      /** One of the pictures cannot be used. */
      readonly kind: 'unusable'
      readonly picture: 'portrait' | 'camera'
      /** What is wrong with it and what to do. */
      readonly advice: BilingualText
    }

/**
 * Compares the portrait of a credential with what a camera sees. `Picture` is what the place where it runs has for a
 * picture: the verifier looks into none, and keeps none.
 */
export interface FaceMatcher<Picture> {
  compare(portrait: Picture, camera: Picture): Promise<FaceHelp>
}
