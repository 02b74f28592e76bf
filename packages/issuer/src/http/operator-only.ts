import type { RequestHandler } from 'express'
import { IssuerError } from '../errors.ts'
import type { Secrets } from '../ports.ts'
import { bearerToken } from './bearer-token.ts'

export type OperatorOnlyDependencies = {
  /** Hash of the operator's token; without one there is no operator, and every call is refused. */
  readonly operatorTokenHash: string | undefined
  readonly secrets: Pick<Secrets, 'equal' | 'tokenHash'>
}

/** Lets only the operator pass. Its refusal is `operator_unauthorized`. */
export function operatorOnly({ operatorTokenHash, secrets }: OperatorOnlyDependencies): RequestHandler {
  return (request, _response, next) => {
    const token = bearerToken(request)
    const right =
      token !== undefined &&
      operatorTokenHash !== undefined &&
      secrets.equal(secrets.tokenHash(token), operatorTokenHash)
    if (!right) {
      throw new IssuerError('operator_unauthorized', 'This needs the operator token as Authorization: Bearer.', {})
    }
    next()
  }
}
