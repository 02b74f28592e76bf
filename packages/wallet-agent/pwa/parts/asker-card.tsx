import { labelOf, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { AskedRequest } from '../../src/index.ts'
import { useShareTexts } from '../texts/share-texts.ts'

/** Who asks, whether anybody has checked that, and what for. */
export function AskerCard({ asked }: { asked: AskedRequest }): ReactNode {
  const text = useShareTexts()
  const { party, purpose, gives, registration, identity, responseHost } = asked.asker
  return (
    <section className="card asker">
      <p className={registration.kind === 'registered' ? 'badge good' : 'badge warn'}>
        <span aria-hidden="true">{registration.kind === 'registered' ? '✓' : '!'}</span>
        {registration.kind === 'registered' ? text.registered : text.unregistered}
      </p>
      <p className="asker-name">{party.name[text.language]}</p>
      <p>{text.asks}</p>
      <dl>
        <dt>{text.purpose}</dt>
        <dd>{purpose?.[text.language] ?? text.noPurpose}</dd>
        {registration.kind === 'registered' && (
          <>
            <dt>{text.registeredFor}</dt>
            <dd>{registration.purpose[text.language]}</dd>
          </>
        )}
      </dl>
      {gives && (
        <div className="gives">
          <p>{text.gives}</p>
          <p className="asker-name">{gives.name[text.language]}</p>
          <p>{gives.claims.map((claim) => claim[text.language]).join(' · ')}</p>
        </div>
      )}
      <Warnings asked={asked} />
      <details>
        <summary>{text.details}</summary>
        <p>{responseHost === undefined ? text.answerByCode : `${text.answerGoesTo} ${responseHost}`}</p>
        {identity.certifiedAs !== undefined && <p>{identity.certifiedAs}</p>}
        <p className="code">{party.id}</p>
      </details>
      {party.privacyPolicyUri !== undefined && isLink(party.privacyPolicyUri) && (
        <p>
          <a href={party.privacyPolicyUri} target="_blank" rel="noreferrer">
            {text.privacy}
          </a>
        </p>
      )}
    </section>
  )
}

function Warnings({ asked }: { asked: AskedRequest }): ReactNode {
  const text = useShareTexts()
  const { registration, identity } = asked.asker
  const exceeding = registration.kind === 'registered' ? registration.exceeding : []
  const labels = asked.request.dcql_query.credentials.map((query) =>
    labelsOf(query.format === 'dc+sd-jwt' ? (query.meta.vct_values[0] ?? '') : '', undefined),
  )
  const labelled = exceeding.map((path) => {
    const found = labels.map((of) => labelOf(of, path)[text.language])
    return found[0] ?? path.join(' · ')
  })
  return (
    <>
      {registration.kind === 'unknown' && <p className="notice">{text.unregisteredHint}</p>}
      {!identity.signed && <p className="notice">{text.unsigned}</p>}
      {labelled.length > 0 && <p className="notice">{text.exceeding(labelled.join(', '))}</p>}
    </>
  )
}

/** The verifier chose it, so nothing but the web is opened. */
function isLink(uri: string): boolean {
  return URL.canParse(uri) && new URL(uri).protocol === 'https:'
}
