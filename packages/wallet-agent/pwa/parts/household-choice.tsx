import { isJsonObject } from '@bai/credential'
import { describeName } from '@bai/web-app'
import type { ReactNode } from 'react'
import { householdRows } from '../../src/index.ts'
import { useShareTexts } from '../texts/share-texts.ts'
import { useWallet } from '../wallet-context.ts'
import type { AskedCredentialProps } from './asked-credential.tsx'
import { CheckField } from './check-field.tsx'

type HouseholdChoiceProps = Pick<AskedCredentialProps, 'planned' | 'rows' | 'onRows'>

/**
 * Whose rows of a house go out: the holder's own unless they say otherwise, such as a child's, who is too young for a card
 * and is presented by whoever holds the registration.
 */
export function HouseholdChoice({ planned, rows, onRows }: HouseholdChoiceProps): ReactNode {
  const text = useShareTexts()
  const { platform } = useWallet()
  if (!planned.query.claims?.some(({ path }) => path[0] === 'members')) return null
  const people = householdRows(planned.copy.credential, platform)
  const chosen = rows ?? new Set(people.filter(({ isHolder }) => isHolder).map(({ place }) => place))
  return (
    <fieldset>
      <legend>{text.householdRows}</legend>
      {people.map(({ place, claims, isHolder }) => {
        const name = text.language === 'th' ? claims['name_th'] : (claims['name_en'] ?? claims['name_th'])
        return (
          <CheckField
            key={place}
            isSelected={chosen.has(place)}
            onChange={(isShown) => {
              const next = new Set(chosen)
              if (isShown) next.add(place)
              else next.delete(place)
              onRows(next)
            }}
          >
            {isJsonObject(name) ? describeName(name, text.language) : String(name ?? '')}{' '}
            {isHolder && <span className="badge good">{text.ownRow}</span>}
          </CheckField>
        )
      })}
    </fieldset>
  )
}
