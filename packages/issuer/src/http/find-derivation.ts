import type { Request } from 'express'
import type { Derivation } from '../derivation/derivation.ts'
import type { DerivationDependencies } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'

/** The derivation that the path names. @throws IssuerError `derivation_unknown` */
export function findDerivation(
  request: Request,
  { derivations }: Pick<DerivationDependencies, 'derivations'>,
): Derivation {
  const derivation = derivations.get(String(request.params['id']))
  if (derivation !== undefined) return derivation
  throw derivationUnknown()
}

export function derivationUnknown(): IssuerError<'derivation_unknown'> {
  return new IssuerError('derivation_unknown', 'This agency gives no such credential; see /derivations.', {})
}
