import type { CalibrationProfile } from './profile.ts'

/** The profile shipped with the models. Where its numbers come from, and for whom they do not hold: MODEL_CARD.md. */
export const defaultProfile: CalibrationProfile = {
  format: 'bai-face-profile',
  version: 1,
  id: 'lfw-asian-web',
  revision: 2,
  modelHash: '8edb2304e869457675ef2269bc49c371d0f0886a7be51b87b68feb1075dd42e0',
  measuredOn: '',
  defaultOperatingPoint: 'cautious',
  plain: {
    operatingPoints: [{ id: 'cautious', acceptAt: 0.53, reviewAt: 0.446 }],
    percentScale: [
      { score: 0.1, percent: 0 },
      { score: 0.271, percent: 40 },
      { score: 0.37, percent: 60 },
      { score: 0.446, percent: 70 },
      { score: 0.53, percent: 80 },
      { score: 0.56, percent: 85 },
      { score: 0.725, percent: 95 },
      { score: 0.9, percent: 100 },
    ],
    errorRates: [],
  },
}
