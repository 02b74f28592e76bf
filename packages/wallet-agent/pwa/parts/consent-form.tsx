import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { type AskedRequest, planFor } from '../../src/index.ts'
import { useShareTexts } from '../texts/share-texts.ts'
import { useWallet } from '../wallet-context.ts'
import { AskedCredential } from './asked-credential.tsx'
import { AskerCard } from './asker-card.tsx'
import { CheckField } from './check-field.tsx'
import { Problem } from './problem.tsx'

export type Plan = Awaited<ReturnType<typeof planFor>>

export type ConsentFormProps = {
  readonly asked: AskedRequest
  readonly isBusy: boolean
  onAgree(plan: Plan): void
  onRefuse(): void
}

/** Who asks, exactly what would be shown, what can be left out, and yes or no. What is agreed to is what was planned. */
export function ConsentForm({ asked, isBusy, onAgree, onRefuse }: ConsentFormProps): ReactNode {
  const text = useShareTexts()
  const [withheld, setWithheld] = useState<ReadonlySet<string>>(new Set())
  const [rows, setRows] = useState<ReadonlySet<number>>()
  const [isPortraitSure, setPortraitSure] = useState(false)
  const { plan, error } = usePlan(asked, withheld, rows)
  const showsPortrait =
    plan?.credentials.some(({ disclosed }) => disclosed.some(([name]) => name === 'portrait')) ?? false

  function onWithhold(claim: string, how: 'keep' | 'show'): void {
    const next = new Set(withheld)
    if (how === 'keep') next.add(claim)
    else next.delete(claim)
    setWithheld(next)
  }

  return (
    <>
      <AskerCard asked={asked} />
      {error !== undefined && <Problem error={error} />}
      {plan?.credentials.map((planned) => (
        <AskedCredential
          key={planned.query.id}
          planned={planned}
          query={asked.request.dcql_query}
          withheld={withheld}
          onWithhold={onWithhold}
          rows={rows}
          onRows={setRows}
        />
      ))}
      {showsPortrait && (
        <div className="notice">
          <p>{text.portraitWarning}</p>
          <CheckField isSelected={isPortraitSure} onChange={setPortraitSure}>
            {text.portraitSure}
          </CheckField>
        </div>
      )}
      <p className="hint">{text.mandatoryHint}</p>
      <div className="actions decide">
        <button type="button" className="second" disabled={isBusy} onClick={onRefuse}>
          {text.refuse}
        </button>
        <button
          type="button"
          disabled={isBusy || plan === undefined || (showsPortrait && !isPortraitSure)}
          onClick={() => plan && onAgree(plan)}
        >
          {text.agree}
        </button>
      </div>
      <p role="status">{isBusy && text.sending}</p>
    </>
  )
}

function usePlan(
  asked: AskedRequest,
  withheld: ReadonlySet<string>,
  rows: ReadonlySet<number> | undefined,
): { readonly plan?: Plan; readonly error?: unknown } {
  const wallet = useWallet()
  const [state, setState] = useState<{ readonly plan?: Plan; readonly error?: unknown }>({})
  const choice = useMemo(
    () => ({ withhold: [...withheld], ...(rows !== undefined && { rows: [...rows] }) }),
    [withheld, rows],
  )
  useEffect(() => {
    let isCurrent = true
    setState({})
    planFor(asked, choice, wallet).then(
      (plan) => isCurrent && setState({ plan }),
      (error: unknown) => isCurrent && setState({ error }),
    )
    return () => {
      isCurrent = false
    }
  }, [asked, choice, wallet])
  return state
}
