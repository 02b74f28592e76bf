import { type CitizenNumber, parseCitizenNumber, ThaiFormatError } from '@bai/credential'
import { IssuerError } from '../errors.ts'

/** Reads a number as people write it, and tells at once when its check digit is wrong. @throws IssuerError `request_malformed` */
export function readCitizenNumber(text: string): CitizenNumber {
  try {
    return parseCitizenNumber(text)
  } catch (error) {
    if (!(error instanceof ThaiFormatError)) throw error
    const details = { field: 'citizen_number', expected: error.code }
    throw new IssuerError('request_malformed', `citizen_number: ${error.message}`, details)
  }
}
