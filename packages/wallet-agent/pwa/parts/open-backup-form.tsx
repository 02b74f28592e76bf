import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { type Backup, MAX_BACKUP_LENGTH, openBackup, WalletError, type WalletErrorCode } from '../../src/index.ts'
import { useBackupTexts } from '../texts/backup-texts.ts'
import { useAction } from '../use-action.ts'
import { useBackupCryptography } from '../use-backup-cryptography.ts'
import { KeyProgress } from './key-progress.tsx'
import { Problem } from './problem.tsx'
import { TextField } from './text-field.tsx'

/** The file of the old phone, and its passphrase. */
export function OpenBackupForm({ onOpened }: { onOpened(backup: Backup): Promise<void> }): ReactNode {
  const text = useBackupTexts()
  const id = useId()
  const [file, setFile] = useState<File>()
  const [passphrase, setPassphrase] = useState('')
  const { percent, cryptography } = useBackupCryptography()
  const opening = useAction(async (chosen: File) => {
    // No more is read than any backup has.
    const content = await chosen.slice(0, MAX_BACKUP_LENGTH + 1).text()
    await onOpened(await openBackup(content, passphrase, cryptography))
  })
  const { error, isRunning } = opening
  const code: WalletErrorCode | undefined = error instanceof WalletError ? error.code : undefined
  const words = code === 'backup_malformed' || code === 'backup_version_unknown' ? text.problems[code] : undefined

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (file !== undefined) void opening.run(file)
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className="field">
        <label htmlFor={id}>{text.file}</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          disabled={isRunning}
          onChange={({ target }) => {
            opening.clear()
            setFile(target.files?.[0])
          }}
        />
      </div>
      <TextField
        label={text.filePassphrase}
        value={passphrase}
        onChange={(value) => {
          opening.clear()
          setPassphrase(value)
        }}
        type="password"
        isDisabled={isRunning}
        fault={code === 'backup_passphrase_wrong' ? text.problems.backup_passphrase_wrong : undefined}
      />
      {words !== undefined && (
        <p className="notice" role="alert">
          {words} <span className="code">{code}</span>
        </p>
      )}
      {error !== undefined && words === undefined && code !== 'backup_passphrase_wrong' && <Problem error={error} />}
      <div className="actions">
        <button type="submit" disabled={isRunning || file === undefined || passphrase.trim() === ''}>
          {text.open}
        </button>
      </div>
      {isRunning && <KeyProgress percent={percent} />}
    </form>
  )
}
