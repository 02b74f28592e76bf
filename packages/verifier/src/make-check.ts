import { CHECK_CODES, type CheckCode, PASSED } from './check-codes.ts'
import type { Check, CheckOutcome, Stage } from './verdict.ts'

/** A check that found nothing wrong. */
export function passed(stage: Stage, dataAsOf?: Date): Check {
  return { stage, outcome: 'passed', code: 'accepted', message: PASSED[stage], ...(dataAsOf && { dataAsOf }) }
}

/** A check that rejects. */
export function failed(code: CheckCode, dataAsOf?: Date): Check {
  return check(code, 'failed', dataAsOf)
}

/** A check that found something, with its stage and sentence from the table of codes. */
export function check(code: CheckCode, outcome: CheckOutcome, dataAsOf?: Date): Check {
  const { stage, message } = CHECK_CODES[code]
  return { stage, outcome, code, message, ...(dataAsOf && { dataAsOf }) }
}
