import { type CallWithToken, callWithToken } from './call-with-token.ts'
import { UsageError } from './usage-error.ts'

type OperatorCall = Omit<CallWithToken, 'token'> & { readonly token: string | undefined }

/** Calls an operator's endpoint of a running issuer. */
export async function callOperator<T>({ token, ...call }: OperatorCall): Promise<T> {
  if (token === undefined)
    throw new UsageError(
      'option_malformed',
      '--token',
      '--token is needed: the operator token that `issuer serve` printed.',
    )
  return callWithToken<T>({ ...call, token })
}
