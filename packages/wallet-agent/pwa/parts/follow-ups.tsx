import { formatMoment, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import { type HistoryEntry, recordFollowUp } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { claimNames } from '../claim-names.ts'
import { contactLinks } from '../contact-links.ts'
import { type LetterSubject, useFollowUpTexts } from '../texts/follow-up-texts.ts'
import { useHistoryTexts } from '../texts/history-texts.ts'
import { useAction } from '../use-action.ts'
import { useWallet } from '../wallet-context.ts'
import { LetterText } from './letter-text.tsx'
import { Problem } from './problem.tsx'

/** What the person can do about an entry: ask for erasure of what was shown, and report whoever asked. */
export function FollowUps({ entry }: { entry: HistoryEntry }): ReactNode {
  const text = useFollowUpTexts()
  const { kind, manner } = entry
  // Paper is shown to whoever holds it: there is nobody to turn to.
  if ((kind !== 'presented' && kind !== 'declined') || manner === 'printed') return null
  return (
    <section className="entry-part">
      <h2>{text.title}</h2>
      {kind === 'presented' && <Erasure entry={entry} />}
      <Report entry={entry} />
    </section>
  )
}

function Erasure({ entry }: { entry: HistoryEntry }): ReactNode {
  const text = useFollowUpTexts()
  const subject = useSubject(entry)
  const asking = useFollowUp('erasure_asked', entry)
  const letter = text.erasureLetter(subject)
  const links = contactLinks(entry.party.contact, letter)
  const names = { email: text.byEmail, phone: text.byPhone, web: text.byWeb }
  return (
    <section className="card">
      <h3>{text.erasure}</h3>
      <p>{links.length === 0 ? text.noContact : text.erasureHint}</p>
      <ul className="choices">
        {links.map(({ kind, href }) => (
          <li key={kind}>
            <a
              className="button second"
              href={href}
              {...(kind === 'web' && { target: '_blank', rel: 'noreferrer' })}
              onClick={() => void asking.run()}
            >
              {names[kind]}
            </a>
          </li>
        ))}
      </ul>
      {asking.error !== undefined && <Problem error={asking.error} />}
      <LetterText letter={letter} />
    </section>
  )
}

function Report({ entry }: { entry: HistoryEntry }): ReactNode {
  const text = useFollowUpTexts()
  const { bundle } = useBundleState()
  const subject = useSubject(entry)
  const reporting = useFollowUp('reported', entry)
  const authority = bundle?.dataProtectionAuthority
  const name = authority?.name[text.language] ?? ''
  return (
    <section className="card">
      <h3>{text.report}</h3>
      <p>{authority === undefined ? text.noAuthority : text.reportHint(name)}</p>
      {authority !== undefined && (
        <a
          className="button second"
          href={authority.uri}
          target="_blank"
          rel="noreferrer"
          onClick={() => void reporting.run()}
        >
          {text.openReport(name)}
        </a>
      )}
      {reporting.error !== undefined && <Problem error={reporting.error} />}
      <LetterText letter={text.reportLetter(subject)} />
    </section>
  )
}

function useFollowUp(kind: 'erasure_asked' | 'reported', entry: HistoryEntry) {
  const wallet = useWallet()
  return useAction(async () => {
    await recordFollowUp(kind, entry, wallet)
  })
}

function useSubject(entry: HistoryEntry): LetterSubject {
  const { language, onlyGenuine } = useHistoryTexts()
  const { bundle } = useBundleState()
  const { party, at, credentials, purpose, receipt } = entry
  const claims = credentials.map((credential) => {
    const names = claimNames(credential, bundle, language)
    const type = labelsOf(credential.vct, bundle).name[language]
    return `${type}: ${names.length === 0 ? onlyGenuine : names.join(', ')}`
  })
  return {
    name: party.name[language],
    moment: formatMoment(new Date(at), language),
    claims,
    purpose: purpose?.[language],
    receipt: receipt === undefined ? 'none' : 'kept',
  }
}
