import { ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useStartTexts } from '../texts/start-texts.ts'

/** The first thing that anybody sees: what this is, and what it promises. */
export function WelcomeScreen({ onBegin }: { onBegin(): void }): ReactNode {
  const text = useStartTexts()
  return (
    <div className="welcome">
      <img src="icon.svg" alt="" width="96" height="96" />
      <ScreenHeading>{text.welcome}</ScreenHeading>
      <p>{text.whatItIs}</p>
      <ul className="promises">
        {text.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
      <button type="button" className="large" onClick={onBegin}>
        {text.begin}
      </button>
    </div>
  )
}
