import {
  type ClaimsPathPointer,
  type DcqlQuery,
  isJsonObject,
  type Json,
  type JsonObject,
  type Platform,
} from '@bai/credential'
import { describeAddress, describeValue, type Language, labelOf, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import { type AskedClaim, askedClaims, householdRows, type PresentationPlan, readClaims } from '../../src/index.ts'
import { claimValue } from '../claim-value.ts'
import { useShareTexts } from '../texts/share-texts.ts'
import { useWallet } from '../wallet-context.ts'
import { CheckField } from './check-field.tsx'
import { HouseholdChoice } from './household-choice.tsx'

type Planned = PresentationPlan<{ client_id: string; nonce: string; dcql_query: DcqlQuery }>['credentials'][number]

export type AskedCredentialProps = {
  readonly planned: Planned
  readonly query: DcqlQuery
  /** Optional claims that are kept back, as dotted paths. */
  readonly withheld: ReadonlySet<string>
  onWithhold(claim: string, how: 'keep' | 'show'): void
  /** Of a household: places of the rows that go out. */
  readonly rows: ReadonlySet<number> | undefined
  onRows(rows: ReadonlySet<number>): void
}

/** What is asked of one credential: each claim with the value that would be seen, the optional ones to be left out. */
export function AskedCredential(props: AskedCredentialProps): ReactNode {
  const { planned, query, withheld, onWithhold, rows } = props
  const text = useShareTexts()
  const { platform, now } = useWallet()
  const claims = withRows(readClaims(planned.stored, { platform, now: now() }) ?? {}, planned, rows, platform)
  const asked = askedClaims(planned.query, query)
  const needed = asked.filter(({ optional }) => !optional)
  const optional = asked.filter((claim) => claim.optional)
  const labels = labelsOf(planned.stored.vct, undefined)
  const row = (path: ClaimsPathPointer) => ({
    label: labelOf(labels, path)[text.language],
    value: shownValue(path, claimValue(claims, path), text.language),
  })
  return (
    <section className="card">
      <h2>{labels.name[text.language]}</h2>
      {asked.length === 0 && <p>{text.nothing}</p>}
      {needed.length > 0 && optional.length > 0 && <h3>{text.mandatory}</h3>}
      <ClaimList claims={needed} row={row} />
      {optional.length > 0 && (
        <fieldset>
          <legend>{text.optional}</legend>
          {optional.map(({ path }) => {
            const name = path.join('.')
            const { label, value } = row(path)
            return (
              <CheckField
                key={name}
                isSelected={!withheld.has(name)}
                onChange={(isShown) => onWithhold(name, isShown ? 'show' : 'keep')}
              >
                {label} <span className="value">{value}</span>
              </CheckField>
            )
          })}
        </fieldset>
      )}
      <HouseholdChoice {...props} />
      {planned.copies.reused && <p className="notice">{text.reused}</p>}
    </section>
  )
}

function ClaimList({
  claims,
  row,
}: {
  claims: readonly AskedClaim[]
  row(path: ClaimsPathPointer): { readonly label: string; readonly value: ReactNode }
}): ReactNode {
  if (claims.length === 0) return null
  return (
    <dl className="claims">
      {claims.map(({ path }) => {
        const { label, value } = row(path)
        return (
          <div key={path.join('.')}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        )
      })}
    </dl>
  )
}

/** The claims with those rows of a household that would go out. */
function withRows(
  claims: JsonObject,
  { copy }: Planned,
  rows: ReadonlySet<number> | undefined,
  platform: Platform,
): JsonObject {
  if (!Array.isArray(claims['members'])) return claims
  const shown = householdRows(copy.credential, platform).filter(({ place, isHolder }) => rows?.has(place) ?? isHolder)
  return { ...claims, members: shown.map((row) => row.claims) }
}

function shownValue(path: ClaimsPathPointer, value: Json | undefined, language: Language): ReactNode {
  if (value === undefined) return '—'
  if (path[0] === 'portrait' && typeof value === 'string') return <img className="portrait small" src={value} alt="" />
  if (path.length === 1 && path[0] === 'address' && isJsonObject(value)) return describeAddress(value, language)
  const steps = path.filter((step) => step !== null)
  const values: readonly Json[] = Array.isArray(value) ? value : [value]
  return values.map((item) => describeNested(steps, item, language)).join(', ')
}

/** Something with parts that are no text by themselves: one after the other. */
function describeNested(path: readonly (string | number)[], value: Json, language: Language): string {
  if (!isJsonObject(value) || !Object.values(value).every((part) => typeof part === 'object'))
    return describeValue(path, value, language)
  return Object.entries(value)
    .map(([name, part]) => describeValue([...path, name], part as Json, language))
    .filter((part) => part !== '')
    .join(' ')
}
