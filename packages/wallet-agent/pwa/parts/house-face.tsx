import { houseRegistration, isJsonObject, type JsonObject } from '@bai/credential'
import { describeAddress } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useDocumentsTexts } from '../texts/documents-texts.ts'

/** The first page of a house registration: the house, where it stands, and how many live there. */
export function HouseFace({ claims, detail }: { claims: JsonObject; detail: 'brief' | 'full' }): ReactNode {
  const text = useDocumentsTexts()
  const { house_code: code, address, members } = claims
  const other = text.language === 'th' ? 'en' : 'th'
  return (
    <div className="face house">
      <p className="face-title">
        {houseRegistration.name[text.language]} <span lang={other}>{houseRegistration.name[other]}</span>
      </p>
      {detail === 'full' && typeof code === 'string' && (
        <p className="number">
          <span className="label">{text.houseCode}</span>
          {code}
        </p>
      )}
      {isJsonObject(address) && (
        <p className="address">
          {describeAddress(address, text.language, detail === 'full' ? undefined : ['district', 'province'])}
        </p>
      )}
      {Array.isArray(members) && <p>{text.people(members.length)}</p>}
    </div>
  )
}
