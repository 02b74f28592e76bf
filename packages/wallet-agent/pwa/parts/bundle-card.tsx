import { type BundleUpdate, formatMoment } from '@bai/web-app'
import { type ChangeEvent, type ReactNode, useId } from 'react'
import { useBundleState } from '../bundle-context.ts'
import { useMoreTexts } from '../texts/more-texts.ts'
import { useWallet } from '../wallet-context.ts'

/** What the wallet knows without a network: how old it is, and how it is brought up to date. */
export function BundleCard(): ReactNode {
  const text = useMoreTexts()
  const { now } = useWallet()
  const { bundle, lastUpdate, isUpdating, update, importFile } = useBundleState()
  const id = useId()

  function choose({ target }: ChangeEvent<HTMLInputElement>): void {
    const [file] = target.files ?? []
    if (file !== undefined) void importFile(file)
    // The same file may be chosen again.
    target.value = ''
  }

  const isOver = bundle !== undefined && now() >= bundle.expiresAt
  return (
    <section className="card bundle">
      <h2>{text.bundle}</h2>
      <p>{text.bundleHint}</p>
      {bundle === undefined ? (
        <p className="notice">{text.noBundle}</p>
      ) : (
        <dl>
          <dt>{text.bundleOf}</dt>
          <dd>{formatMoment(bundle.issuedAt, text.language)}</dd>
          <dt>{text.bundleUntil}</dt>
          <dd>{formatMoment(bundle.expiresAt, text.language)}</dd>
        </dl>
      )}
      {isOver && <p className="notice">{text.bundleOver}</p>}
      <button type="button" className="second" disabled={isUpdating} onClick={() => void update()}>
        {text.updateNow}
      </button>
      <p role="status">{isUpdating ? text.updating : lastUpdate && wordsOf(lastUpdate, text.updates)}</p>
      <details>
        <summary>{text.importBundle}</summary>
        <div className="field">
          <label htmlFor={id}>{text.bundleFile}</label>
          <input id={id} type="file" accept=".jws,.txt,.json" disabled={isUpdating} onChange={choose} />
        </div>
      </details>
    </section>
  )
}

function wordsOf(update: BundleUpdate, words: Readonly<Record<BundleUpdate['kind'], string>>): string {
  return update.kind === 'refused' ? `${words.refused} (${update.code})` : words[update.kind]
}
