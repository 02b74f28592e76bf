import { formatMoment, labelsOf, ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import { type Holding, readClaims } from '../../src/index.ts'
import { ClaimTable } from '../parts/claim-table.tsx'
import { DocumentEnd } from '../parts/document-end.tsx'
import { DocumentFace } from '../parts/document-face.tsx'
import { Household } from '../parts/household.tsx'
import { Problem } from '../parts/problem.tsx'
import { StandingDetails, useStanding } from '../parts/standing-badge.tsx'
import { renewHolding } from '../renew-holding.ts'
import { useNavigation } from '../router.ts'
import { useDocumentsTexts } from '../texts/documents-texts.ts'
import { useAction } from '../use-action.ts'
import { useHoldings } from '../use-holdings.ts'
import { useWallet } from '../wallet-context.ts'

/** One document: how it stands, all that is in it, who may ask for what, and what can be done with it. */
export function DocumentScreen(): ReactNode {
  const text = useDocumentsTexts()
  const { route } = useNavigation()
  const holdings = useHoldings()
  const holding = holdings?.find(({ id }) => id === route.argument)
  if (holdings === undefined) return null
  if (holding === undefined)
    return (
      <>
        <ScreenHeading>{text.gone}</ScreenHeading>
        <a className="button" href="#/documents">
          {text.back}
        </a>
      </>
    )
  return <Document holding={holding} />
}

function Document({ holding }: { holding: Holding }): ReactNode {
  const text = useDocumentsTexts()
  const { platform, now } = useWallet()
  const claims = readClaims(holding, { platform, now: now() })
  return (
    <>
      <ScreenHeading>{labelsOf(holding.vct, undefined).name[text.language]}</ScreenHeading>
      <DocumentFace holding={holding} detail="full" />
      <StandingDetails holding={holding} />
      <Copies holding={holding} />
      {claims !== undefined && (
        <>
          <div className="actions">
            <a className="button" href="#/share">
              {text.show}
            </a>
            {'portrait' in claims && (
              <a className="button second" href={`#/print/${encodeURIComponent(holding.id)}`}>
                {text.print}
              </a>
            )}
          </div>
          <ClaimTable vct={holding.vct} claims={claims} />
          {Array.isArray(claims['members']) && <Household members={claims['members']} />}
        </>
      )}
      <DocumentEnd holding={holding} />
    </>
  )
}

/** How many copies are left, and getting more; or asking for what is owed. */
function Copies({ holding }: { holding: Holding }): ReactNode {
  const text = useDocumentsTexts()
  const wallet = useWallet()
  const { unusedCopies, expiresAt } = useStanding(holding)
  const { deferral, grant, receivedAt } = holding
  const asking = useAction(() => renewHolding(holding, { lowerLimit: 10 }, wallet))
  const mayAskAt = deferral && new Date(deferral.askAgainAt)
  const tooEarly = mayAskAt !== undefined && mayAskAt > wallet.now()
  return (
    <section>
      {deferral === undefined && (
        <p>
          <strong>{text.copiesLeft(unusedCopies)}</strong> <span className="hint">{text.copiesHint}</span>
        </p>
      )}
      <p className="hint">
        {text.receivedAt(formatMoment(new Date(receivedAt), text.language))}
        {expiresAt !== undefined && ` · ${text.validUntil(formatMoment(expiresAt, text.language))}`}
      </p>
      {asking.error !== undefined && <Problem error={asking.error} />}
      {(deferral !== undefined || grant !== undefined) && (
        <button
          type="button"
          className="second"
          disabled={asking.isRunning || tooEarly}
          onClick={() => void asking.run()}
        >
          {deferral !== undefined ? text.askAgain : text.renew}
        </button>
      )}
      {tooEarly && <p className="hint">{text.askAgainAt(formatMoment(mayAskAt, text.language))}</p>}
      <p role="status">{asking.isRunning && text.renewing}</p>
    </section>
  )
}
