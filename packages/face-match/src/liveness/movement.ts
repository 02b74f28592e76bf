import type { FaceSample } from './sample.ts'

/** A face against the same face at rest: people hold their heads, and cameras hang, differently. */
export type Movement = {
  /** Milliseconds since the challenge was shown. */
  at: number
  /** Degrees from rest, as in `HeadPose`. */
  yaw: number
  /** Degrees from the camera's view. */
  absoluteYaw: number
  pitch: number
  roll: number
  /** Times the size at rest. */
  size: number
  /** Times height over width at rest. */
  aspect: number
  /** Times the opening at rest. */
  eyes: number
}

/** A face at rest. */
export type Baseline = Omit<FaceSample, 'at' | 'centre'>

/** The median of each measure over the frames before the first prompt; a blink among them does not matter. */
export function measureBaseline(samples: readonly FaceSample[]): Baseline {
  const median = (of: keyof Baseline) => {
    const sorted = samples.map((sample) => sample[of]).toSorted((p, q) => p - q)
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  }
  return {
    yaw: median('yaw'),
    pitch: median('pitch'),
    roll: median('roll'),
    size: median('size'),
    aspect: median('aspect'),
    eyes: median('eyes'),
  }
}

export function movementFrom(baseline: Baseline, sample: FaceSample): Movement {
  return {
    at: sample.at,
    yaw: sample.yaw - baseline.yaw,
    absoluteYaw: sample.yaw,
    pitch: sample.pitch - baseline.pitch,
    roll: sample.roll - baseline.roll,
    size: sample.size / baseline.size,
    aspect: sample.aspect / baseline.aspect,
    eyes: sample.eyes / baseline.eyes,
  }
}

/** Degrees, and ratios. Wider than the mesh shakes, well below what counts as a movement. */
const rest = { yaw: 9, pitch: 7, roll: 10, size: 1.14, aspect: 1.09 } as const

/** Whether the head is held as at rest; eyes do not count. */
export function isAtRest({ yaw, pitch, roll, size, aspect }: Movement): boolean {
  return (
    Math.abs(yaw) <= rest.yaw &&
    Math.abs(pitch) <= rest.pitch &&
    Math.abs(roll) <= rest.roll &&
    Math.abs(Math.log(size)) <= Math.log(rest.size) &&
    Math.abs(Math.log(aspect)) <= Math.log(rest.aspect)
  )
}
