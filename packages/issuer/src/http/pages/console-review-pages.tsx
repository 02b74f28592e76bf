/** @jsxRuntime automatic */
import type { ReactNode } from 'react'
import type { EnrolmentRecord } from '../../enrolment-ports.ts'
import { type ConsoleContext, ConsoleForm, Table, timeText } from './console-frame.tsx'

/** Enrolments that wait. */
export function ReviewsPage({
  context,
  records,
}: {
  readonly context: ConsoleContext
  readonly records: readonly EnrolmentRecord[]
}): ReactNode {
  const { texts, language, basePath } = context
  return (
    <>
      <p>{texts.waiting(records.length)}</p>
      <Table
        caption={texts.reviews}
        head={[texts.when, texts.purpose, texts.reason, texts.likeness, texts.open]}
        empty={texts.nothing}
        rows={records.map(({ id, createdAt, purpose, reviewCode, percent }) => ({
          key: id,
          cells: [
            timeText(createdAt, language),
            texts.purposes[purpose],
            reviewCode ?? '',
            percent === undefined ? '' : `${Math.round(percent)} %`,
            <a key="open" href={`${basePath}/console/reviews/${id}?lang=${language}`}>
              {texts.open} {timeText(createdAt, language)}
            </a>,
          ],
        }))}
      />
    </>
  )
}

/** One review: both portraits side by side while it is open. @param portraits data URLs */
export function ReviewPage({
  context,
  record,
  portraits,
}: {
  readonly context: ConsoleContext
  readonly record: EnrolmentRecord
  readonly portraits: { readonly register: string | undefined; readonly selfie: string } | undefined
}): ReactNode {
  const { texts, language } = context
  const { purpose, percent, operatingPoint, liveness, reviewCode, outcome, decidedAt, decisionReason } = record
  return (
    <>
      <p>
        {timeText(record.createdAt, language)} · {texts.outcomes[outcome]}
      </p>
      <p>
        {texts.purpose}: {texts.purposes[purpose]} {record.configurationIds.join(', ')}
      </p>
      {portraits === undefined ? (
        <p>
          {texts.gone} {decidedAt && timeText(decidedAt, language)} {decisionReason}
        </p>
      ) : (
        <div className="pair">
          <figure>
            {portraits.register === undefined ? (
              <p>{texts.noPortrait}</p>
            ) : (
              <img src={portraits.register} alt={texts.registerPortrait} />
            )}
            <figcaption>{texts.registerPortrait}</figcaption>
          </figure>
          <figure>
            <img src={portraits.selfie} alt={texts.selfie} />
            <figcaption>{texts.selfie}</figcaption>
          </figure>
        </div>
      )}
      <h2>{texts.evidence}</h2>
      <ul>
        <li>
          {texts.likeness}: {percent === undefined ? '–' : `${Math.round(percent)} %`} {operatingPoint}
        </li>
        <li>
          {texts.reason}: {reviewCode ?? record.code ?? '–'}
        </li>
        {liveness?.checks.map(({ stage, outcome: result, code }) => (
          <li key={`${stage} ${code}`}>
            {stage}: {result} {code}
          </li>
        ))}
      </ul>
      {portraits !== undefined && (
        <ConsoleForm context={context} action={`reviews/${record.id}`}>
          <label htmlFor="reason">{texts.reason}</label>
          <input id="reason" name="reason" minLength={3} maxLength={200} required />
          {purpose === 'revoke' && <p>{texts.revokeHint}</p>}
          <button type="submit" name="decision" value="approve">
            {texts.approve}
          </button>
          <button type="submit" name="decision" value="refuse" className="second">
            {texts.refuse}
          </button>
        </ConsoleForm>
      )}
    </>
  )
}
