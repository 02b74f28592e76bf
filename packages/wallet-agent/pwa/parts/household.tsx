import { isJsonObject, type Json } from '@bai/credential'
import { describeName, describeValue } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useDocumentsTexts } from '../texts/documents-texts.ts'

const SHOWN = ['role', 'sex', 'birthdate', 'nationality', 'moved_in'] as const

/** The people in a house, each by name, with what the register says of them behind it. */
export function Household({ members }: { members: readonly Json[] }): ReactNode {
  const text = useDocumentsTexts()
  return (
    <section>
      <h2>{text.household}</h2>
      <ul className="household">
        {members.filter(isJsonObject).map((member, i) => {
          const name = text.language === 'th' ? member['name_th'] : (member['name_en'] ?? member['name_th'])
          const named = isJsonObject(name) ? describeName(name, text.language) : String(name ?? '')
          return (
            <li key={i}>
              <details>
                <summary>
                  {named} {member['is_holder'] === true && <span className="badge good">{text.holderRow}</span>}
                </summary>
                <p>
                  {SHOWN.filter((claim) => member[claim] !== undefined)
                    .map((claim) => describeValue([claim], member[claim] as Json, text.language))
                    .join(' · ')}
                </p>
              </details>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
