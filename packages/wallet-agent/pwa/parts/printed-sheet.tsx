import type { JsonObject, OfflineMessage } from '@bai/credential'
import { describeClaims, formatMoment, labelsOf, portraitOf, QrSheet } from '@bai/web-app'
import type { ReactNode } from 'react'
import { type Holding, issuerParty } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { usePrintTexts } from '../texts/print-texts.ts'

export type SheetSize = 'a4' | 'card'

export type PrintedSheetProps = {
  readonly holding: Holding
  /** What is printed, the portrait among it. */
  readonly claims: JsonObject
  readonly message: OfflineMessage
  readonly size: SheetSize
}

/** The paper: what people read, the portrait, and the codes that a verifier reads. On the screen it is a preview. */
export function PrintedSheet({ holding, claims, message, size }: PrintedSheetProps): ReactNode {
  const text = usePrintTexts()
  const { bundle } = useBundleState()
  const portrait = portraitOf([{ vct: holding.vct, claims }])
  const expiresAt = holding.copies.at(-1)?.expiresAt
  const codes = <QrSheet message={message} label={text.codeLabel} certificates={bundle?.certificates} />
  return (
    <div className={`sheet ${size === 'card' ? 'id-1' : size}`}>
      <section className="sheet-front" aria-label={text.front}>
        <h2>{labelsOf(holding.vct, undefined).name[text.language]}</h2>
        <div className="sheet-body">
          <dl>
            {describeClaims({ vct: holding.vct, claims }, bundle, text.language).map(({ path, label, value }) => (
              <div key={path}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {portrait !== undefined && <img className="portrait" src={portrait} alt="" />}
        </div>
        <p className="small">
          {text.issuedBy} {issuerParty(holding.issuer, bundle).name[text.language]}
          {expiresAt !== undefined && ` · ${text.validUntil(formatMoment(new Date(expiresAt), text.language))}`}
        </p>
      </section>
      <section className="sheet-back" aria-label={text.back}>
        {codes}
        <p className="small">{text.forStaff}</p>
      </section>
    </div>
  )
}
