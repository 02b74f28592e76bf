import type { CalibrationProfile } from './profile.ts'

/**
 * The profile shipped with the models: plain scores, no cohort. Written by `bai face calibrate`; `cautious`, which counts,
 * was chosen above all that was measured, for the reason that MODEL_CARD.md gives.
 */
export const defaultProfile: CalibrationProfile = {
  format: 'bai-face-profile',
  version: 1,
  id: 'lfw-asian-web',
  revision: 2,
  modelHash: '5763ba3c461529bd589f8f846057a1ef6d9ff08a666a2f28fb7cc70728c72124',
  measuredOn:
    '1,177 photographs of the web, 602 people: LFW (deep-funneled) and Asian faces; 12,457 listed pairs and 690,000 more of different people',
  defaultOperatingPoint: 'cautious',
  plain: {
    operatingPoints: [
      {
        id: 'fmr-1e-2',
        acceptAt: 0.35,
        reviewAt: 0.216,
      },
      {
        id: 'fmr-1e-3',
        acceptAt: 0.418,
        reviewAt: 0.35,
      },
      {
        id: 'fmr-1e-4',
        acceptAt: 0.46,
        reviewAt: 0.418,
      },
      {
        id: 'cautious',
        acceptAt: 0.53,
        reviewAt: 0.446,
      },
    ],
    percentScale: [
      {
        score: 0.024,
        percent: 0,
      },
      {
        score: 0.35,
        percent: 40,
      },
      {
        score: 0.418,
        percent: 60,
      },
      {
        score: 0.46,
        percent: 70,
      },
      {
        score: 0.53,
        percent: 80,
      },
      {
        score: 0.737,
        percent: 95,
      },
      {
        score: 0.911,
        percent: 100,
      },
    ],
    errorRates: [
      {
        operatingPoint: 'fmr-1e-2',
        group: 'all',
        falseMatch: {
          errors: 2050,
          pairs: 701619,
          rate: 0.002922,
          low: 0.002798,
          high: 0.003051,
        },
        falseNonMatch: {
          errors: 5,
          pairs: 1457,
          rate: 0.003432,
          low: 0.001467,
          high: 0.008008,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'lfw',
        falseNonMatch: {
          errors: 2,
          pairs: 1303,
          rate: 0.001535,
          low: 0.000421,
          high: 0.005579,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'asian',
        falseNonMatch: {
          errors: 3,
          pairs: 154,
          rate: 0.019481,
          low: 0.006647,
          high: 0.055703,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'random',
        falseMatch: {
          errors: 24,
          pairs: 8000,
          rate: 0.003,
          low: 0.002017,
          high: 0.00446,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'within-asian',
        falseMatch: {
          errors: 29,
          pairs: 3000,
          rate: 0.009667,
          low: 0.006739,
          high: 0.013848,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'all-pairs',
        falseMatch: {
          errors: 1997,
          pairs: 690619,
          rate: 0.002892,
          low: 0.002768,
          high: 0.003021,
        },
      },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'all',
        falseMatch: {
          errors: 301,
          pairs: 701619,
          rate: 0.000429,
          low: 0.000383,
          high: 0.00048,
        },
        falseNonMatch: {
          errors: 12,
          pairs: 1457,
          rate: 0.008236,
          low: 0.004718,
          high: 0.014341,
        },
      },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'lfw',
        falseNonMatch: {
          errors: 9,
          pairs: 1303,
          rate: 0.006907,
          low: 0.003638,
          high: 0.013075,
        },
      },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'asian',
        falseNonMatch: {
          errors: 3,
          pairs: 154,
          rate: 0.019481,
          low: 0.006647,
          high: 0.055703,
        },
      },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'random',
        falseMatch: {
          errors: 2,
          pairs: 8000,
          rate: 0.00025,
          low: 6.9e-5,
          high: 0.000911,
        },
      },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'within-asian',
        falseMatch: {
          errors: 2,
          pairs: 3000,
          rate: 0.000667,
          low: 0.000183,
          high: 0.002428,
        },
      },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'all-pairs',
        falseMatch: {
          errors: 297,
          pairs: 690619,
          rate: 0.00043,
          low: 0.000384,
          high: 0.000482,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'all',
        falseMatch: {
          errors: 66,
          pairs: 701619,
          rate: 9.4e-5,
          low: 7.4e-5,
          high: 0.00012,
        },
        falseNonMatch: {
          errors: 18,
          pairs: 1457,
          rate: 0.012354,
          low: 0.007829,
          high: 0.019444,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'lfw',
        falseNonMatch: {
          errors: 15,
          pairs: 1303,
          rate: 0.011512,
          low: 0.006989,
          high: 0.018907,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'asian',
        falseNonMatch: {
          errors: 3,
          pairs: 154,
          rate: 0.019481,
          low: 0.006647,
          high: 0.055703,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'random',
        falseMatch: {
          errors: 0,
          pairs: 8000,
          rate: 0,
          low: 0,
          high: 0.00048,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'within-asian',
        falseMatch: {
          errors: 0,
          pairs: 3000,
          rate: 0,
          low: 0,
          high: 0.001279,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'all-pairs',
        falseMatch: {
          errors: 66,
          pairs: 690619,
          rate: 9.6e-5,
          low: 7.5e-5,
          high: 0.000122,
        },
      },
      {
        operatingPoint: 'cautious',
        group: 'all',
        falseMatch: {
          errors: 3,
          pairs: 701619,
          rate: 4e-6,
          low: 1e-6,
          high: 1.3e-5,
        },
        falseNonMatch: {
          errors: 55,
          pairs: 1457,
          rate: 0.037749,
          low: 0.029116,
          high: 0.048813,
        },
      },
      {
        operatingPoint: 'cautious',
        group: 'lfw',
        falseNonMatch: {
          errors: 51,
          pairs: 1303,
          rate: 0.03914,
          low: 0.029894,
          high: 0.051096,
        },
      },
      {
        operatingPoint: 'cautious',
        group: 'asian',
        falseNonMatch: {
          errors: 4,
          pairs: 154,
          rate: 0.025974,
          low: 0.010146,
          high: 0.064875,
        },
      },
      {
        operatingPoint: 'cautious',
        group: 'random',
        falseMatch: {
          errors: 0,
          pairs: 8000,
          rate: 0,
          low: 0,
          high: 0.00048,
        },
      },
      {
        operatingPoint: 'cautious',
        group: 'within-asian',
        falseMatch: {
          errors: 0,
          pairs: 3000,
          rate: 0,
          low: 0,
          high: 0.001279,
        },
      },
      {
        operatingPoint: 'cautious',
        group: 'all-pairs',
        falseMatch: {
          errors: 3,
          pairs: 690619,
          rate: 4e-6,
          low: 1e-6,
          high: 1.3e-5,
        },
      },
    ],
  },
}
