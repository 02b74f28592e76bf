import { ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import { DocumentFace } from '../parts/document-face.tsx'
import { StandingBadge } from '../parts/standing-badge.tsx'
import { WaitingOffers } from '../parts/waiting-offers.tsx'
import { useDocumentsTexts } from '../texts/documents-texts.ts'
import { useHoldings } from '../use-holdings.ts'
import { useUpkeep } from '../use-upkeep.ts'

/** What the wallet holds, or how to come by something to hold. */
export function DocumentsScreen(): ReactNode {
  const text = useDocumentsTexts()
  const holdings = useHoldings()
  useUpkeep(holdings)
  if (holdings === undefined) return null
  return (
    <>
      <ScreenHeading>{text.title}</ScreenHeading>
      <WaitingOffers />
      {holdings.length === 0 && <NoDocuments />}
      <ul className="documents">
        {holdings.map((holding) => (
          <li key={holding.id}>
            <a href={`#/document/${encodeURIComponent(holding.id)}`}>
              <DocumentFace holding={holding} detail="brief" />
            </a>
            <StandingBadge holding={holding} />
          </li>
        ))}
      </ul>
      {holdings.length > 0 && (
        <div className="actions">
          <a className="button second" href="#/receive">
            {text.add}
          </a>
        </div>
      )}
    </>
  )
}

function NoDocuments(): ReactNode {
  const text = useDocumentsTexts()
  return (
    <section className="card">
      <h2>{text.none}</h2>
      <p>{text.noneHint}</p>
      <ul className="choices">
        <li>
          <a className="button large" href="#/enrol">
            {text.enrol}
          </a>
        </li>
        <li>
          <a className="button second" href="#/receive">
            {text.haveOffer}
          </a>
        </li>
        <li>
          <a className="button second" href="#/restore">
            {text.newPhone}
          </a>
        </li>
      </ul>
    </section>
  )
}
