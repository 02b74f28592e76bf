/**
 * Every way in which the issuer refuses, with what its error tells beside the code. Codes are stable: adding one is a
 * minor release, removing one a major. Details never hold a value from the register, a token or a key.
 */
export interface IssuerErrors {
  database_unreachable: { host: string; reason: string }
  database_migration_failed: { migration: string }
  data_folder_unwritable: { reason: string }
  data_folder_in_use: { pid: number }
}

export type IssuerErrorCode = keyof IssuerErrors

/** Refused input, or a part the issuer depends on that is not there; `code` decides, and `details` narrows with it. */
export class IssuerError<C extends IssuerErrorCode = IssuerErrorCode> extends Error {
  override readonly name = 'IssuerError'
  readonly code: C
  readonly details: IssuerErrors[C]

  constructor(code: C, message: string, details: IssuerErrors[C], options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.details = details
  }
}

/** The union over all codes, so that `switch (error.code)` narrows `error.details`. */
export type AnyIssuerError = { [C in IssuerErrorCode]: IssuerError<C> }[IssuerErrorCode]
