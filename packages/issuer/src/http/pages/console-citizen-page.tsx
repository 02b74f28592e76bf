/** @jsxRuntime automatic */
import type { ReactNode } from 'react'
import type { CreatedOffer } from '../../use-cases/create-offer.ts'
import type { FoundCitizen } from '../../use-cases/look-up-citizen.ts'
import { type ConsoleContext, ConsoleForm, Table, timeText } from './console-frame.tsx'

type Props = {
  readonly context: ConsoleContext
  readonly number: string
  readonly found: FoundCitizen | undefined
  readonly offer: CreatedOffer | undefined
}

/** Search, what there is about somebody, and what can be done for them. */
export function CitizenPage({ context, number, found, offer }: Props): ReactNode {
  const { texts, language } = context
  return (
    <>
      <ConsoleForm context={context} action="citizens">
        <label htmlFor="citizen_number">{texts.number}</label>
        <input
          id="citizen_number"
          name="citizen_number"
          inputMode="numeric"
          autoComplete="off"
          maxLength={17}
          required
        />
        <button type="submit">{texts.search}</button>
      </ConsoleForm>
      {offer !== undefined && (
        <section className="card" role="status">
          <p>
            {texts.offerUri}: <code>{offer.offerUri}</code>
          </p>
          {offer.txCode !== undefined && (
            <p>
              {texts.txCode}: <strong>{offer.txCode}</strong>
            </p>
          )}
        </section>
      )}
      {found !== undefined && (
        <>
          <h2>
            {found.person.names.th.title} {found.person.names.th.given} {found.person.names.th.family}
          </h2>
          {found.person.names.en && (
            <p>
              {found.person.names.en.title} {found.person.names.en.given} {found.person.names.en.family}
            </p>
          )}
          <p>
            {texts.status}: {found.person.status.code} · {texts.card}: {found.person.hasCard ? texts.yes : texts.no}
          </p>
          <Table
            caption={texts.credentials}
            head={[texts.type, texts.state, texts.count, texts.until, texts.reason]}
            empty={texts.nothing}
            rows={found.credentials.map(({ configurationId, state, count, validUntil, reason }) => ({
              key: `${configurationId} ${state} ${reason}`,
              cells: [configurationId, texts.states[state], count, timeText(validUntil, language), reason ?? ''],
            }))}
          />
          <Table
            caption={texts.enrolments}
            head={[texts.when, texts.state]}
            empty={texts.nothing}
            rows={found.enrolments.map(({ id, outcome, createdAt }) => ({
              key: id,
              cells: [timeText(createdAt, language), texts.outcomes[outcome as keyof typeof texts.outcomes] ?? outcome],
            }))}
          />
          <Action {...{ context, number }} action="revoke" title={texts.revoke} danger />
          <Action {...{ context, number }} action="offer" title={texts.offer} />
        </>
      )}
    </>
  )
}

function Action({
  context,
  number,
  action,
  title,
  danger = false,
}: {
  readonly context: ConsoleContext
  readonly number: string
  readonly action: string
  readonly title: string
  readonly danger?: boolean
}): ReactNode {
  const { texts } = context
  return (
    <section className="card" aria-labelledby={`${action}-title`}>
      <h2 id={`${action}-title`}>{title}</h2>
      <ConsoleForm context={context} action={`citizens/${action}`}>
        <input type="hidden" name="citizen_number" value={number} />
        <fieldset>
          <legend>{texts.type}</legend>
          <label>
            <input type="checkbox" name="types" value="id-card" />
            {texts.idCard}
          </label>
          <label>
            <input type="checkbox" name="types" value="house-registration" />
            {texts.house}
          </label>
        </fieldset>
        <label htmlFor={`${action}-reason`}>{texts.reason}</label>
        <input id={`${action}-reason`} name="reason" minLength={3} maxLength={200} required />
        {danger && <p className="hint">{texts.revokeHint}</p>}
        <button type="submit" className={danger ? 'danger' : undefined}>
          {title}
        </button>
      </ConsoleForm>
    </section>
  )
}
