/** The command was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code: 'option_malformed' | 'file_unreadable' | 'file_unwritable' | 'file_malformed'
  readonly details: { readonly option: string }

  constructor(code: UsageError['code'], option: string, message: string) {
    super(message)
    this.code = code
    this.details = { option }
  }
}
