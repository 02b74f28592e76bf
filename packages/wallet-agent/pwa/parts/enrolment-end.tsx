import { ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { EnrolmentOutcome, EnrolmentPurpose } from '../../src/index.ts'
import { useEnrolTexts } from '../texts/enrol-texts.ts'

export type EnrolmentEnding = {
  readonly outcome: EnrolmentOutcome['outcome']
  readonly purpose: EnrolmentPurpose
}

/** What was decided, in plain words, and what comes next. */
export function EnrolmentEnd({ ending: { outcome, purpose } }: { ending: EnrolmentEnding }): ReactNode {
  const text = useEnrolTexts()
  const titles = { approved: text.approvedTitle, review: text.reviewTitle, revoked: text.revokedTitle }
  const words = {
    approved: purpose === 'replace' ? `${text.approved} ${text.replaced}` : text.approved,
    review: purpose === 'revoke' ? text.reviewRevoke : text.review,
    revoked: text.revoked,
  }
  return (
    <>
      <ScreenHeading>{titles[outcome]}</ScreenHeading>
      <p>{words[outcome]}</p>
      <a className="button" href="#/documents">
        {text.toDocuments}
      </a>
    </>
  )
}
