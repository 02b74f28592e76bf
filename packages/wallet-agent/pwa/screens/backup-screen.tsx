import { ScreenHeading } from '@bai/web-app'
import { type ReactNode, useState } from 'react'
import { exportBackup } from '../../src/index.ts'
import { KeyProgress } from '../parts/key-progress.tsx'
import { NewPassphrase } from '../parts/new-passphrase.tsx'
import { Problem } from '../parts/problem.tsx'
import { type SavedFile, saveFile } from '../save-file.ts'
import { useBackupTexts } from '../texts/backup-texts.ts'
import { useAction } from '../use-action.ts'
import { useBackupCryptography } from '../use-backup-cryptography.ts'
import { useWallet } from '../wallet-context.ts'

/** A file for the next phone: the log and the list of documents, under a passphrase. */
export function BackupScreen(): ReactNode {
  const text = useBackupTexts()
  const wallet = useWallet()
  const { percent, cryptography } = useBackupCryptography()
  const [made, setMade] = useState<SavedFile>()
  const making = useAction(async (passphrase: string) => {
    const file = await exportBackup(passphrase, wallet, cryptography)
    const name = `bai-backup-${wallet.now().toISOString().slice(0, 10)}.json`
    const saved = { name, type: 'application/json', text: file }
    saveFile(saved)
    setMade(saved)
  })
  if (made !== undefined) return <Made file={made} />
  return (
    <>
      <ScreenHeading>{text.backupTitle}</ScreenHeading>
      <p>{text.backupIntro}</p>
      <WhatIsIn />
      {making.error !== undefined && <Problem error={making.error} />}
      <NewPassphrase isBusy={making.isRunning} onChosen={(passphrase) => void making.run(passphrase)} />
      {making.isRunning && <KeyProgress percent={percent} />}
    </>
  )
}

function WhatIsIn(): ReactNode {
  const text = useBackupTexts()
  return (
    <section className="card">
      <h2>{text.inIt}</h2>
      <ul>
        {text.contents.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      <h2>{text.notInIt}</h2>
      <ul>
        {text.leftOut.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      <p className="hint">{text.whyNot}</p>
    </section>
  )
}

function Made({ file }: { file: SavedFile }): ReactNode {
  const text = useBackupTexts()
  return (
    <>
      <ScreenHeading>{text.madeTitle}</ScreenHeading>
      <p>{text.made}</p>
      <p className="code">{file.name}</p>
      <ol>
        {text.nextSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="actions">
        <button type="button" className="second" onClick={() => saveFile(file)}>
          {text.saveAgain}
        </button>
        <a className="button" href="#/more">
          {text.done}
        </a>
      </div>
    </>
  )
}
