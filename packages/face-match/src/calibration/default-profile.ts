import type { CalibrationProfile, MeasuredRate } from './profile.ts'

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
      { id: 'fmr-1e-2', acceptAt: 0.35, reviewAt: 0.216 },
      { id: 'fmr-1e-3', acceptAt: 0.418, reviewAt: 0.35 },
      { id: 'fmr-1e-4', acceptAt: 0.46, reviewAt: 0.418 },
      { id: 'cautious', acceptAt: 0.53, reviewAt: 0.446 },
    ],
    percentScale: [
      { score: 0.024, percent: 0 },
      { score: 0.35, percent: 40 },
      { score: 0.418, percent: 60 },
      { score: 0.46, percent: 70 },
      { score: 0.53, percent: 80 },
      { score: 0.737, percent: 95 },
      { score: 0.911, percent: 100 },
    ],
    errorRates: [
      {
        operatingPoint: 'fmr-1e-2',
        group: 'all',
        falseMatch: rate(2050, 701619, 0.002922, 0.002798, 0.003051),
        falseNonMatch: rate(5, 1457, 0.003432, 0.001467, 0.008008),
      },
      { operatingPoint: 'fmr-1e-2', group: 'lfw', falseNonMatch: rate(2, 1303, 0.001535, 0.000421, 0.005579) },
      { operatingPoint: 'fmr-1e-2', group: 'asian', falseNonMatch: rate(3, 154, 0.019481, 0.006647, 0.055703) },
      { operatingPoint: 'fmr-1e-2', group: 'random', falseMatch: rate(24, 8000, 0.003, 0.002017, 0.00446) },
      { operatingPoint: 'fmr-1e-2', group: 'within-asian', falseMatch: rate(29, 3000, 0.009667, 0.006739, 0.013848) },
      { operatingPoint: 'fmr-1e-2', group: 'all-pairs', falseMatch: rate(1997, 690619, 0.002892, 0.002768, 0.003021) },
      {
        operatingPoint: 'fmr-1e-3',
        group: 'all',
        falseMatch: rate(301, 701619, 0.000429, 0.000383, 0.00048),
        falseNonMatch: rate(12, 1457, 0.008236, 0.004718, 0.014341),
      },
      { operatingPoint: 'fmr-1e-3', group: 'lfw', falseNonMatch: rate(9, 1303, 0.006907, 0.003638, 0.013075) },
      { operatingPoint: 'fmr-1e-3', group: 'asian', falseNonMatch: rate(3, 154, 0.019481, 0.006647, 0.055703) },
      { operatingPoint: 'fmr-1e-3', group: 'random', falseMatch: rate(2, 8000, 0.00025, 6.9e-5, 0.000911) },
      { operatingPoint: 'fmr-1e-3', group: 'within-asian', falseMatch: rate(2, 3000, 0.000667, 0.000183, 0.002428) },
      { operatingPoint: 'fmr-1e-3', group: 'all-pairs', falseMatch: rate(297, 690619, 0.00043, 0.000384, 0.000482) },
      {
        operatingPoint: 'fmr-1e-4',
        group: 'all',
        falseMatch: rate(66, 701619, 9.4e-5, 7.4e-5, 0.00012),
        falseNonMatch: rate(18, 1457, 0.012354, 0.007829, 0.019444),
      },
      { operatingPoint: 'fmr-1e-4', group: 'lfw', falseNonMatch: rate(15, 1303, 0.011512, 0.006989, 0.018907) },
      { operatingPoint: 'fmr-1e-4', group: 'asian', falseNonMatch: rate(3, 154, 0.019481, 0.006647, 0.055703) },
      { operatingPoint: 'fmr-1e-4', group: 'random', falseMatch: rate(0, 8000, 0, 0, 0.00048) },
      { operatingPoint: 'fmr-1e-4', group: 'within-asian', falseMatch: rate(0, 3000, 0, 0, 0.001279) },
      { operatingPoint: 'fmr-1e-4', group: 'all-pairs', falseMatch: rate(66, 690619, 9.6e-5, 7.5e-5, 0.000122) },
      {
        operatingPoint: 'cautious',
        group: 'all',
        falseMatch: rate(3, 701619, 4e-6, 1e-6, 1.3e-5),
        falseNonMatch: rate(55, 1457, 0.037749, 0.029116, 0.048813),
      },
      { operatingPoint: 'cautious', group: 'lfw', falseNonMatch: rate(51, 1303, 0.03914, 0.029894, 0.051096) },
      { operatingPoint: 'cautious', group: 'asian', falseNonMatch: rate(4, 154, 0.025974, 0.010146, 0.064875) },
      { operatingPoint: 'cautious', group: 'random', falseMatch: rate(0, 8000, 0, 0, 0.00048) },
      { operatingPoint: 'cautious', group: 'within-asian', falseMatch: rate(0, 3000, 0, 0, 0.001279) },
      { operatingPoint: 'cautious', group: 'all-pairs', falseMatch: rate(3, 690619, 4e-6, 1e-6, 1.3e-5) },
    ],
  },
}

/** A line of the table: so many errors of so many pairs, and the rate with its 95 % confidence interval. */
function rate(errors: number, pairs: number, measured: number, low: number, high: number): MeasuredRate {
  return { errors, pairs, rate: measured, low, high }
}
