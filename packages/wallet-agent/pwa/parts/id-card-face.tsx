import { isJsonObject, type JsonObject, LIFELONG } from '@bai/credential'
import { describeName, describeValue, portraitOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useDocumentsTexts } from '../texts/documents-texts.ts'

type FaceProps = { readonly claims: JsonObject; readonly detail: 'brief' | 'full' }

/** The front of an ID card: both names, the number as cards print it, dates in the era of the language, the portrait. */
export function IdCardFace({ claims, detail }: FaceProps): ReactNode {
  const text = useDocumentsTexts()
  const { name_th: thai, given_name: given, family_name: family } = claims
  const portrait = portraitOf([{ vct: '', claims }])
  const value = (name: string) => {
    const found = claims[name]
    if (found === undefined) return ''
    return found === LIFELONG ? text.lifelong : describeValue([name], found, text.language)
  }
  const latin = [given, family].filter((part) => typeof part === 'string').join(' ')
  return (
    <div className="face id-card">
      <p className="face-title">
        {text.idCardTitle} <span lang={text.language === 'th' ? 'en' : 'th'}>{text.idCardTitleOther}</span>
      </p>
      <div className="face-body">
        <div>
          {detail === 'full' && (
            <p className="number">
              <span className="label">{text.idCardNumber}</span>
              {value('personal_administrative_number')}
            </p>
          )}
          {isJsonObject(thai) && (
            <p className="name" lang="th">
              {describeName(thai, 'th')}
            </p>
          )}
          <p className="name latin" lang="en">
            {latin}
          </p>
          {detail === 'full' && (
            <dl className="dates">
              <Dated label={text.birth} value={value('birthdate')} />
              <Dated label={text.issued} value={value('date_of_issuance')} />
              <Dated label={text.expires} value={value('date_of_expiry')} />
            </dl>
          )}
        </div>
        {portrait !== undefined && <img className="portrait" src={portrait} alt={text.portraitAlt} />}
      </div>
    </div>
  )
}

function Dated({ label, value }: { label: string; value: string }): ReactNode {
  if (value === '') return null
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
