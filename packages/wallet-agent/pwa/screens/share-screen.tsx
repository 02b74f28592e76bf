import { ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useBundleState } from '../bundle-context.ts'
import { useShareTexts } from '../texts/share-texts.ts'
import { useHoldings } from '../use-holdings.ts'
import { useWallet } from '../wallet-context.ts'

const CLASS_PREFIX = 'bai.offline:class:'

/** To scan, or to be scanned. */
export function ShareScreen(): ReactNode {
  const text = useShareTexts()
  const { config } = useWallet()
  const { bundle } = useBundleState()
  const holdings = useHoldings()
  const classes = config.one_tap.filter((name) => bundle?.verifiers.has(CLASS_PREFIX + name))
  const hasDocuments = holdings?.some(({ copies }) => copies.length > 0)
  return (
    <>
      <ScreenHeading>{text.title}</ScreenHeading>
      <p>{text.intro}</p>
      <a className="button large" href="#/scan">
        {text.scan}
      </a>
      <p className="hint">{text.scanHint}</p>
      {hasDocuments === false && (
        <div className="card">
          <p>{text.noDocuments}</p>
          <a className="button second" href="#/enrol">
            {text.getDocuments}
          </a>
        </div>
      )}
      {hasDocuments === true && (
        <section>
          <h2>{text.oneTap}</h2>
          <p className="hint">{text.oneTapHint}</p>
          {bundle === undefined && <p className="notice">{text.noBundle}</p>}
          <ul className="choices">
            {classes.map((name) => (
              <li key={name}>
                <a className="button second" href={`#/show/${name}`}>
                  {text.classNames[name] ?? bundle?.verifiers.get(CLASS_PREFIX + name)?.name[text.language]}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
