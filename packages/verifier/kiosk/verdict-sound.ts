import type { Verdict } from '../src/index.ts'

type Tone = { readonly hertz: number; readonly seconds: number }

/** Told apart by their course as well as by their height: up, down and down, level. */
const TONES: Readonly<Record<Verdict['outcome'], readonly Tone[]>> = {
  accepted: [
    { hertz: 660, seconds: 0.12 },
    { hertz: 990, seconds: 0.2 },
  ],
  rejected: [
    { hertz: 330, seconds: 0.2 },
    { hertz: 220, seconds: 0.2 },
    { hertz: 165, seconds: 0.35 },
  ],
  undecided: [
    { hertz: 440, seconds: 0.18 },
    { hertz: 440, seconds: 0.18 },
  ],
}
const GAP_SECONDS = 0.06
const VOLUME = 0.2

/** Sounds an outcome. */
export function soundVerdict(outcome: Verdict['outcome'], audio: AudioContext): void {
  let at = audio.currentTime
  for (const { hertz, seconds } of TONES[outcome]) {
    const oscillator = new OscillatorNode(audio, { type: 'sine', frequency: hertz })
    oscillator.connect(new GainNode(audio, { gain: VOLUME })).connect(audio.destination)
    oscillator.start(at)
    oscillator.stop(at + seconds)
    at += seconds + GAP_SECONDS
  }
}
