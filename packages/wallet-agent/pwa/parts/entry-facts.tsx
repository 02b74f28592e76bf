import { formatMoment, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { HistoryEntry } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { claimNames } from '../claim-names.ts'
import { useHistoryTexts } from '../texts/history-texts.ts'

/** Who, when, how and what for, as it was at the time. */
export function EntryFacts({ entry }: { entry: HistoryEntry }): ReactNode {
  const text = useHistoryTexts()
  const { at, kind, party, purpose, manner, delivered } = entry
  const withVerifier = kind === 'presented' || kind === 'declined'
  return (
    <section className="card asker">
      <p className="asker-name">{party.name[text.language]}</p>
      <p className={party.registered ? 'badge good' : 'badge warn'}>
        <span aria-hidden="true">{party.registered ? '✓' : '!'}</span>
        {party.registered ? text.registered : text.unregistered}
      </p>
      <dl>
        <dt>{text.when}</dt>
        <dd>
          <time dateTime={at}>{formatMoment(new Date(at), text.language)}</time>
        </dd>
        {withVerifier && (
          <>
            <dt>{text.purpose}</dt>
            <dd>{purpose?.[text.language] ?? text.noPurpose}</dd>
          </>
        )}
        {manner !== undefined && (
          <>
            <dt>{text.manner}</dt>
            <dd>{text.manners[manner]}</dd>
          </>
        )}
        {delivered !== undefined && (
          <>
            <dt>{text.delivered}</dt>
            <dd>{delivered ? text.deliveredYes : text.deliveredNo}</dd>
          </>
        )}
      </dl>
      <PrivacyPolicy uri={party.privacyPolicyUri} />
      <details>
        <summary>{text.identifier}</summary>
        <p className="code">{party.id}</p>
      </details>
    </section>
  )
}

/** The verifier may have chosen it itself, so nothing but the web is opened. */
function PrivacyPolicy({ uri }: { uri: string | undefined }): ReactNode {
  const text = useHistoryTexts()
  if (uri === undefined || !/^https:/.test(uri)) return null
  return (
    <p>
      <a href={uri} target="_blank" rel="noreferrer">
        {text.privacy}
      </a>
    </p>
  )
}

/** The names of what was shown or asked for, document by document. */
export function EntryClaims({ entry: { kind, credentials } }: { entry: HistoryEntry }): ReactNode {
  const text = useHistoryTexts()
  const { bundle } = useBundleState()
  const isAsked = kind === 'declined'
  const hasClaims = kind === 'presented' || isAsked || kind === 'erasure_asked' || kind === 'reported'
  return (
    <section className="entry-part">
      <h2>{!hasClaims ? text.documents : isAsked ? text.askedClaims : text.shownClaims}</h2>
      {credentials.map((credential) => {
        const names = claimNames(credential, bundle, text.language)
        return (
          <div key={credential.vct}>
            <h3>{labelsOf(credential.vct, bundle).name[text.language]}</h3>
            {names.length > 0 && (
              <ul>
                {names.map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            )}
            {hasClaims && names.length === 0 && <p>{text.onlyGenuine}</p>}
          </div>
        )
      })}
    </section>
  )
}
