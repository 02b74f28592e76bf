import { formatMoment } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { Check } from '../../src/index.ts'
import { useTexts } from '../texts/use-texts.ts'

const SIGNS: Readonly<Record<Check['outcome'], string>> = { passed: '✓', warning: '▲', unknown: '?', failed: '✕' }

/** Every check of a verdict, with what it found and how old the data was that it rests on. */
export function CheckList({ checks }: { checks: readonly Check[] }): ReactNode {
  const text = useTexts()
  return (
    <ol className="checks">
      {checks.map(({ stage, queryId = '', outcome, code, message, dataAsOf }) => (
        <li key={`${queryId}/${stage}/${code}`} className={outcome}>
          <span aria-hidden="true">{SIGNS[outcome]}</span>
          <div>
            <strong>{text.stages[stage]}</strong> <em>{text.checkOutcomes[outcome]}</em>
            <br />
            {message[text.language]}
            {dataAsOf !== undefined && (
              <small className="as-of">
                {text.dataAge} {formatMoment(dataAsOf, text.language)}
              </small>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
