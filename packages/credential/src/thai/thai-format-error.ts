export type ThaiFormatErrorCode =
  | 'citizen_number_malformed'
  | 'citizen_number_check_digit'
  | 'buddhist_date_malformed'
  | 'partial_date_malformed'

/** A number or date that does not have its form. The message never repeats the value. */
export class ThaiFormatError extends Error {
  override readonly name = 'ThaiFormatError'
  readonly code: ThaiFormatErrorCode

  constructor(code: ThaiFormatErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
