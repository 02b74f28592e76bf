import type { OfflineMessage } from '@bai/credential'
import { labelsOf, ScreenHeading } from '@bai/web-app'
import { type ReactNode, useState } from 'react'
import { type Holding, printOnPaper, readClaims } from '../../src/index.ts'
import { CheckField } from '../parts/check-field.tsx'
import { PrintedSheet, type SheetSize } from '../parts/printed-sheet.tsx'
import { Problem } from '../parts/problem.tsx'
import { useNavigation } from '../router.ts'
import { usePrintTexts } from '../texts/print-texts.ts'
import { useAction } from '../use-action.ts'
import { useHoldings } from '../use-holdings.ts'
import { useWallet } from '../wallet-context.ts'

/** What is on paper unless the person chooses otherwise. */
const USUAL = ['name_th', 'given_name', 'family_name', 'birthdate', 'document_number', 'date_of_expiry']
const PORTRAIT = 'portrait'
const SIZES = ['a4', 'card'] as const

/** A credential on paper: chosen, prepared, and handed to the printer of the browser, which also makes PDF files. */
export function PrintScreen(): ReactNode {
  const { route } = useNavigation()
  const holding = useHoldings()?.find(({ id }) => id === route.argument)
  return holding === undefined ? null : <PrintForm holding={holding} />
}

function PrintForm({ holding }: { holding: Holding }): ReactNode {
  const text = usePrintTexts()
  const wallet = useWallet()
  const [chosen, setChosen] = useState<readonly string[]>(USUAL)
  const [size, setSize] = useState<SheetSize>('a4')
  const [message, setMessage] = useState<OfflineMessage>()
  const claims = readClaims(holding, { platform: wallet.platform, now: wallet.now() }) ?? {}
  const printed = [...chosen.filter((name) => Object.hasOwn(claims, name)), PORTRAIT]
  const preparing = useAction(async () => {
    setMessage(
      await printOnPaper(
        holding,
        printed.map((name) => [name]),
        wallet,
      ),
    )
  })
  const shown = Object.fromEntries(printed.map((name) => [name, claims[name] ?? '']))
  return (
    <>
      <div className="screen-only">
        <ScreenHeading>{text.title}</ScreenHeading>
        <p>{text.lead}</p>
        {message === undefined && (
          <ChoiceOfClaims holding={holding} claims={claims} chosen={chosen} onChoose={setChosen} />
        )}
        <fieldset>
          <legend>{text.size}</legend>
          {SIZES.map((name) => (
            <label key={name} className="radio">
              <input type="radio" name="size" checked={size === name} onChange={() => setSize(name)} />
              {text.sizes[name]}
            </label>
          ))}
        </fieldset>
        {preparing.error !== undefined && <Problem error={preparing.error} />}
        <div className="actions">
          {message === undefined ? (
            <button type="button" disabled={preparing.isRunning} onClick={() => void preparing.run()}>
              {text.prepare}
            </button>
          ) : (
            <button type="button" onClick={() => print()}>
              {text.print}
            </button>
          )}
          <a className="button second" href={`#/document/${encodeURIComponent(holding.id)}`}>
            {text.done}
          </a>
        </div>
        <p role="status">{preparing.isRunning && text.preparing}</p>
        {message !== undefined && <p className="hint">{text.printHint}</p>}
      </div>
      {message !== undefined && <PrintedSheet holding={holding} claims={shown} message={message} size={size} />}
    </>
  )
}

type ChoiceOfClaimsProps = {
  readonly holding: Holding
  readonly claims: object
  readonly chosen: readonly string[]
  onChoose(chosen: readonly string[]): void
}

function ChoiceOfClaims({ holding, claims, chosen, onChoose }: ChoiceOfClaimsProps): ReactNode {
  const text = usePrintTexts()
  const named = labelsOf(holding.vct, undefined).claims.filter(({ path }) => path.length === 1)
  const candidates = named.flatMap(({ path: [name], label }) =>
    typeof name === 'string' && name !== PORTRAIT && Object.hasOwn(claims, name) ? [{ name, label }] : [],
  )
  return (
    <fieldset>
      <legend>{text.claims}</legend>
      <p className="hint">{text.portraitAlways}</p>
      {candidates.map(({ name, label }) => (
        <CheckField
          key={name}
          isSelected={chosen.includes(name)}
          onChange={(isChosen) => onChoose(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name))}
        >
          {label[text.language]}
        </CheckField>
      ))}
    </fieldset>
  )
}
