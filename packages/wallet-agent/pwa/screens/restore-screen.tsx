import { ScreenHeading } from '@bai/web-app'
import { type ReactNode, useCallback, useState } from 'react'
import { type Backup, restoreLog } from '../../src/index.ts'
import { useStored } from '../changes.ts'
import { keepOldPhone, loadOldPhone } from '../old-phone.ts'
import { EnrolFlow } from '../parts/enrol-flow.tsx'
import { OldPhoneSection } from '../parts/old-phone-section.tsx'
import { OpenBackupForm } from '../parts/open-backup-form.tsx'
import { useBackupTexts } from '../texts/backup-texts.ts'
import { useWallet } from '../wallet-context.ts'

/** A new phone: the log comes from a file, the documents from their issuer, after a look at the face. */
export function RestoreScreen(): ReactNode {
  const text = useBackupTexts()
  const wallet = useWallet()
  const [isEnrolling, setEnrolling] = useState(false)
  const [added, setAdded] = useState<number>()
  const oldPhone = useStored(
    useCallback(async () => (await loadOldPhone(wallet)) ?? 'none', [wallet]),
    wallet.changes,
  )

  /** The log first: the list is kept when nothing of the log can be lost any more. */
  async function take(backup: Backup): Promise<void> {
    const count = await restoreLog(backup, wallet)
    await keepOldPhone(backup, wallet)
    setAdded(count)
  }

  if (isEnrolling) return <EnrolFlow purpose="replace" />
  if (oldPhone === undefined) return null
  if (oldPhone !== 'none')
    return (
      <>
        <ScreenHeading key="opened">{text.restoreTitle}</ScreenHeading>
        {added !== undefined && <p role="status">{text.added(added)}</p>}
        <OldPhoneSection oldPhone={oldPhone} onEnrol={() => setEnrolling(true)} />
      </>
    )
  return (
    <>
      <ScreenHeading>{text.restoreTitle}</ScreenHeading>
      <p>{text.restoreIntro}</p>
      <OpenBackupForm onOpened={take} />
      <section className="ends">
        <h2>{text.noBackup}</h2>
        <p>{text.noBackupHint}</p>
        <button type="button" className="second" onClick={() => setEnrolling(true)}>
          {text.enrolWithout}
        </button>
      </section>
    </>
  )
}
