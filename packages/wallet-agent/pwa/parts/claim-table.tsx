import type { Bundle, JsonObject } from '@bai/credential'
import { type ClaimRow, describeClaims } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useBundleState } from '../bundle-context.ts'
import { useDocumentsTexts } from '../texts/documents-texts.ts'

/** Claims that every credential has and that tell nothing of the person. */
const TECHNICAL = ['iss', 'vct', 'vct#integrity', 'iat', 'nbf', 'exp', 'cnf', 'status', '_sd_alg', 'members']

/** Everything in a document, claim by claim, and for each who is registered to ask for it. */
export function ClaimTable({ vct, claims }: { vct: string; claims: JsonObject }): ReactNode {
  const text = useDocumentsTexts()
  const { bundle } = useBundleState()
  const own = Object.fromEntries(Object.entries(claims).filter(([name]) => !TECHNICAL.includes(name)))
  return (
    <section>
      <h2>{text.claims}</h2>
      <p className="hint">{text.whoMayAskHint}</p>
      <dl className="claims">
        {describeClaims({ vct, claims: own }, bundle, text.language).map((row) => (
          <div key={row.path}>
            <dt>{row.label}</dt>
            <dd>
              {row.value}
              <WhoMayAsk names={whoMayAsk(row, vct, bundle, text.language)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function WhoMayAsk({ names }: { names: readonly string[] }): ReactNode {
  const text = useDocumentsTexts()
  return (
    <details className="who">
      <summary>
        {text.whoMayAsk} ({names.length})
      </summary>
      {names.length === 0 ? (
        <p>{text.nobody}</p>
      ) : (
        <ul>
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      )}
    </details>
  )
}

/** Names of verifiers that the bundle registers for a claim, or for what it stands in. */
function whoMayAsk(
  { path }: ClaimRow,
  vct: string,
  bundle: Bundle | undefined,
  language: 'th' | 'en',
): readonly string[] {
  const steps = path.split('/')
  const names = [...(bundle?.verifiers.values() ?? [])]
    .filter(({ claims }) =>
      claims.some(
        (claim) => claim.vct === vct && claim.path.every((step, i) => step === null || String(step) === steps[i]),
      ),
    )
    .map(({ name }) => name[language])
  return [...new Set(names)]
}
