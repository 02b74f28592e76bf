/** What is demanded of a film. Motivation of each figure: docs/liveness.md. */
export type LivenessPolicy = {
  maxFrames: number
  /** Milliseconds between frames. A blink that is asked for lasts 300 ms and more, so two frames see it closed. */
  minInterval: number
  maxInterval: number
  /** Milliseconds from taking a frame to its arrival, starting to show the challenge included. */
  maxDelay: number
  /** Milliseconds; nobody answers a prompt sooner, so a movement before that was not an answer to it. */
  minReaction: number
  /** Narrowest face, in pixels. */
  minFaceWidth: number
  /** Frames that show the movement of a step; blinks need one each. */
  minFramesReached: number
  /** Frames beside the chosen ones that are recognised too, drawn by lot so that nobody can foretell them. */
  extraIdentityFrames: number
  /** Score from which a frame that looks straight ahead is of the person on the selfie (`compareEmbeddings`). */
  minNeutralScore: number
  /** From here, but below `minNeutralScore`, a person should look: the outcome is `uncertain`. */
  reviewNeutralScore: number
  /** The same for any other frame: a turned head scores lower. */
  minMovedScore: number
}

export const defaultLivenessPolicy: LivenessPolicy = {
  maxFrames: 240,
  minInterval: 15,
  maxInterval: 350,
  maxDelay: 12_000,
  minReaction: 150,
  minFaceWidth: 80,
  minFramesReached: 2,
  extraIdentityFrames: 4,
  minNeutralScore: 0.53,
  reviewNeutralScore: 0.446,
  minMovedScore: 0.37,
}
