import { formatMoment, useOnline } from '@bai/web-app'
import type { ReactNode } from 'react'
import { type Holding, type Standing, standingOf } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { useDocumentsTexts } from '../texts/documents-texts.ts'
import { useWallet } from '../wallet-context.ts'

const SIGNS: Readonly<Record<Standing['kind'], string>> = {
  valid: '✓',
  expiring: '!',
  unchecked: '?',
  owed: '…',
  expired: '✕',
  revoked: '✕',
  suspended: '✕',
}
const TONES: Readonly<Record<Standing['kind'], string>> = {
  valid: 'good',
  expiring: 'warn',
  unchecked: 'warn',
  owed: 'warn',
  expired: 'bad',
  revoked: 'bad',
  suspended: 'bad',
}

/** How a credential stands, by what this wallet knows itself: nobody is asked. */
export function useStanding(holding: Holding): Standing {
  const { now } = useWallet()
  const { bundle } = useBundleState()
  return standingOf(holding, bundle, now())
}

/** In colour, shape and words. */
export function StandingBadge({ holding }: { holding: Holding }): ReactNode {
  const text = useDocumentsTexts()
  const { kind } = useStanding(holding)
  return (
    <p className={`badge ${TONES[kind]}`}>
      <span aria-hidden="true">{SIGNS[kind]}</span>
      {text.standing[kind]}
    </p>
  )
}

/** The same with what it means, how old the data is, and since when there is no network. */
export function StandingDetails({ holding }: { holding: Holding }): ReactNode {
  const text = useDocumentsTexts()
  const isOnline = useOnline()
  const { kind, asOf } = useStanding(holding)
  return (
    <div className="standing">
      <StandingBadge holding={holding} />
      {text.standingHint[kind] !== '' && <p>{text.standingHint[kind]}</p>}
      {asOf !== undefined && (
        <p className="hint">
          {isOnline
            ? text.asOf(formatMoment(asOf, text.language))
            : text.offlineSince(formatMoment(asOf, text.language))}
        </p>
      )}
    </div>
  )
}
