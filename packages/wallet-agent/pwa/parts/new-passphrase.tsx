import { type FormEvent, type ReactNode, useState } from 'react'
import { checkPassphrase } from '../../src/index.ts'
import { useBackupTexts } from '../texts/backup-texts.ts'
import { CheckField } from './check-field.tsx'
import { TextField } from './text-field.tsx'

/** A passphrase that will do, typed twice. */
export function NewPassphrase({
  isBusy,
  onChosen,
}: {
  isBusy: boolean
  onChosen(passphrase: string): void
}): ReactNode {
  const text = useBackupTexts()
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [isShown, setShown] = useState(false)
  const [isChecked, setChecked] = useState(false)
  const fault = checkPassphrase(passphrase)
  const differs = passphrase.trim() !== again.trim()
  const type = isShown ? 'text' : 'password'

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked(true)
    if (fault === undefined && !differs) onChosen(passphrase)
  }

  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label={text.passphrase}
        value={passphrase}
        onChange={setPassphrase}
        hint={text.rule}
        type={type}
        isDisabled={isBusy}
        fault={isChecked && fault ? text.faults[fault] : undefined}
        good={passphrase !== '' && fault === undefined ? text.strong : undefined}
      />
      <TextField
        label={text.again}
        value={again}
        onChange={setAgain}
        type={type}
        isDisabled={isBusy}
        fault={isChecked && fault === undefined && differs ? text.differs : undefined}
      />
      <CheckField isSelected={isShown} onChange={setShown}>
        {text.showIt}
      </CheckField>
      <div className="actions">
        <button type="submit" disabled={isBusy}>
          {text.make}
        </button>
      </div>
    </form>
  )
}
