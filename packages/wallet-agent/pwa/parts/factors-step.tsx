import { citizenNumberCheckDigit, formatCitizenNumber, parseCitizenNumber } from '@bai/credential'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useEnrolTexts } from '../texts/enrol-texts.ts'
import { useWallet } from '../wallet-context.ts'
import { BirthDateField, type BirthDateParts, buddhistDigits } from './birth-date-field.tsx'
import { TextField } from './text-field.tsx'

export type Factors = {
  readonly citizenNumber: string
  readonly birthDate: string
  readonly laserCode: string | undefined
}

const NUMBER_DIGITS = 13
const LASER_CODE = /^[A-Z]{2}\d{10}$/

/** Number, date of birth and laser code, in the form that people know them in; what is mistyped is told at once. */
export function FactorsStep({ isBusy, onFactors }: { isBusy: boolean; onFactors(factors: Factors): void }): ReactNode {
  const text = useEnrolTexts()
  const { now } = useWallet()
  const [number, setNumber] = useState('')
  const [birth, setBirth] = useState<BirthDateParts>({ day: '', month: '', year: '' })
  const [laser, setLaser] = useState('')
  const [isChecked, setChecked] = useState(false)
  const digits = number.replaceAll(/\D/g, '')
  const numberFault = checkNumber(digits)
  const birthDate = buddhistDigits(birth, now())
  const laserCode = laser.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const laserFault = laserCode !== '' && !LASER_CODE.test(laserCode)

  function submit(event: FormEvent): void {
    event.preventDefault()
    setChecked(true)
    if (numberFault !== undefined || birthDate === undefined || laserFault) return
    onFactors({ citizenNumber: digits, birthDate, laserCode: laserCode === '' ? undefined : laserCode })
  }

  const showsNumberFault = isChecked || (digits.length >= NUMBER_DIGITS && numberFault !== undefined)
  return (
    <form onSubmit={submit} noValidate>
      <h2>{text.factorsTitle}</h2>
      <TextField
        label={text.number}
        value={number}
        onChange={(value) => setNumber(groupNumber(value))}
        hint={text.numberHint}
        inputMode="numeric"
        fault={showsNumberFault && numberFault ? text.numberProblems[numberFault] : undefined}
        good={digits.length === NUMBER_DIGITS && numberFault === undefined ? text.numberGood : undefined}
      />
      <BirthDateField
        value={birth}
        onChange={setBirth}
        fault={isChecked && birthDate === undefined ? text.birthProblem : undefined}
      />
      <TextField
        label={text.laser}
        value={laser}
        onChange={setLaser}
        hint={text.laserHint}
        fault={isChecked && laserFault ? text.laserProblem : undefined}
      />
      <div className="actions">
        <button type="submit" disabled={isBusy}>
          {text.next}
        </button>
      </div>
      <p role="status">{isBusy && text.beginning}</p>
    </form>
  )
}

function checkNumber(digits: string): 'length' | 'check' | undefined {
  if (digits.length !== NUMBER_DIGITS) return 'length'
  return citizenNumberCheckDigit(digits.slice(0, -1)) === Number(digits.at(-1)) ? undefined : 'check'
}

/** Grouped as on the card while it is typed: `1-9999-00000-00-5`. */
function groupNumber(value: string): string {
  const digits = value.replaceAll(/\D/g, '').slice(0, NUMBER_DIGITS)
  if (checkNumber(digits) === undefined) return formatCitizenNumber(parseCitizenNumber(digits))
  const groups = [1, 5, 10, 12, 13].map((end, i, ends) => digits.slice(ends[i - 1] ?? 0, end))
  return groups.filter((group) => group !== '').join('-')
}
