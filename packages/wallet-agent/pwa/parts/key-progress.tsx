import type { ReactNode } from 'react'
import { useBackupTexts } from '../texts/backup-texts.ts'

/** How far it is to make a key of a passphrase, which is slow on purpose. */
export function KeyProgress({ percent }: { percent: number }): ReactNode {
  const text = useBackupTexts()
  return (
    <div className="key-progress">
      <p role="status">{text.working}</p>
      <progress max={100} value={percent} aria-label={text.working} />
    </div>
  )
}
