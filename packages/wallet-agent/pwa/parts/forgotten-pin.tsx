import type { ReactNode } from 'react'
import { useStartTexts } from '../texts/start-texts.ts'
import { useShell } from '../wallet-context.ts'
import { AskedTwice } from './asked-twice.tsx'

/** The only way around a PIN that was forgotten: to delete everything. */
export function ForgottenPin(): ReactNode {
  const text = useStartTexts()
  const { startOver } = useShell()
  return (
    <details className="forgotten">
      <summary>{text.forgotten}</summary>
      <AskedTwice
        label={text.startOver}
        hint={text.forgottenHint}
        sure={text.startOverSure}
        keep={text.keep}
        onSure={() => void startOver()}
      />
    </details>
  )
}
