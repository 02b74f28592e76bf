import type { ReactNode } from 'react'
import type { Verdict } from '../../src/index.ts'

/** Told apart without colour: a circle with a tick, an octagon with a cross, a diamond with a question mark. */
const SIGNS: Readonly<Record<Verdict['outcome'], ReactNode>> = {
  accepted: (
    <>
      <circle cx="50" cy="50" r="46" className="shape" />
      <path d="M28 52l15 16 30-36" className="stroke" />
    </>
  ),
  rejected: (
    <>
      <path d="M31 4h38l27 27v38L69 96H31L4 69V31z" className="shape" />
      <path d="M33 33l34 34M67 33L33 67" className="stroke" />
    </>
  ),
  undecided: (
    <>
      <path d="M50 2l48 48-48 48L2 50z" className="shape" />
      <path d="M38 40c0-16 24-16 24 0 0 9-12 9-12 19" className="stroke" />
      <circle cx="50" cy="72" r="4.5" className="dot" />
    </>
  ),
}

/** The sign of an outcome, to be seen from two metres. The word stands beside it. */
export function VerdictSign({ outcome }: { outcome: Verdict['outcome'] }): ReactNode {
  return (
    <svg className="sign" viewBox="0 0 100 100" aria-hidden="true">
      {SIGNS[outcome]}
    </svg>
  )
}
