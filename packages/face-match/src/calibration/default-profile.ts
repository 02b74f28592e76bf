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
        acceptAt: 0.348,
        reviewAt: 0.215,
      },
      {
        id: 'fmr-1e-3',
        acceptAt: 0.413,
        reviewAt: 0.348,
      },
      {
        id: 'fmr-1e-4',
        acceptAt: 0.458,
        reviewAt: 0.413,
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
        score: 0.348,
        percent: 40,
      },
      {
        score: 0.413,
        percent: 60,
      },
      {
        score: 0.458,
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
        score: 0.915,
        percent: 100,
      },
    ],
    errorRates: [
      {
        operatingPoint: 'fmr-1e-2',
        group: 'all',
        falseMatch: {
          errors: 2116,
          pairs: 701619,
          rate: 0.003016,
          low: 0.00289,
          high: 0.003147,
        },
        falseNonMatch: {
          errors: 6,
          pairs: 1457,
          rate: 0.004118,
          low: 0.001889,
          high: 0.008955,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'lfw',
        falseNonMatch: {
          errors: 3,
          pairs: 1303,
          rate: 0.002302,
          low: 0.000783,
          high: 0.006747,
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
          errors: 25,
          pairs: 8000,
          rate: 0.003125,
          low: 0.002118,
          high: 0.004609,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'within-asian',
        falseMatch: {
          errors: 30,
          pairs: 3000,
          rate: 0.01,
          low: 0.007014,
          high: 0.01424,
        },
      },
      {
        operatingPoint: 'fmr-1e-2',
        group: 'all-pairs',
        falseMatch: {
          errors: 2061,
          pairs: 690619,
          rate: 0.002984,
          low: 0.002858,
          high: 0.003116,
        },
      },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'all',
        falseMatch: {
          errors: 355,
          pairs: 701619,
          rate: 0.000506,
          low: 0.000456,
          high: 0.000561,
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
          errors: 8,
          pairs: 8000,
          rate: 0.001,
          low: 0.000507,
          high: 0.001972,
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
          errors: 345,
          pairs: 690619,
          rate: 0.0005,
          low: 0.00045,
          high: 0.000555,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'all',
        falseMatch: {
          errors: 68,
          pairs: 701619,
          rate: 9.7e-5,
          low: 7.6e-5,
          high: 0.000123,
        },
        falseNonMatch: {
          errors: 20,
          pairs: 1457,
          rate: 0.013727,
          low: 0.008903,
          high: 0.021108,
        },
      },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'lfw',
        falseNonMatch: {
          errors: 17,
          pairs: 1303,
          rate: 0.013047,
          low: 0.008162,
          high: 0.020795,
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
          errors: 68,
          pairs: 690619,
          rate: 9.8e-5,
          low: 7.8e-5,
          high: 0.000125,
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
          errors: 58,
          pairs: 1457,
          rate: 0.039808,
          low: 0.03092,
          high: 0.051116,
        },
      },
      {
        operatingPoint: 'cautious',
        group: 'lfw',
        falseNonMatch: {
          errors: 54,
          pairs: 1303,
          rate: 0.041443,
          low: 0.031901,
          high: 0.053681,
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
