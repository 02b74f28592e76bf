export const PIN_LENGTH = 6

export type PinFault = 'length' | 'digits' | 'guessable'

/** Whether a PIN will do: six digits, neither all the same nor counted up or down, for those are tried first. */
export function checkPin(pin: string): PinFault | undefined {
  if (!/^\d*$/.test(pin)) return 'digits'
  if (pin.length !== PIN_LENGTH) return 'length'
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]))
  const [first] = steps
  const isRun = steps.every((step) => step === first) && Math.abs(first ?? 2) <= 1
  const isRepeated = pin.slice(0, 2).repeat(3) === pin || pin.slice(0, 3).repeat(2) === pin
  return isRun || isRepeated ? 'guessable' : undefined
}
