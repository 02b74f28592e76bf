import { ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useStartTexts } from '../texts/start-texts.ts'

/** The wallet is used in another window; here it can be taken over. */
export function OtherTabScreen({ onTakeOver }: { onTakeOver(): Promise<void> }): ReactNode {
  const text = useStartTexts()
  return (
    <main>
      <ScreenHeading>{text.otherTabTitle}</ScreenHeading>
      <p>{text.otherTab}</p>
      <div className="actions">
        <button type="button" onClick={() => void onTakeOver()}>
          {text.useHere}
        </button>
      </div>
    </main>
  )
}
