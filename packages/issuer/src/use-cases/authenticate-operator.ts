import { IssuerError } from '../errors.ts'
import type { Operator } from '../operator-ports.ts'
import type { IssuerDependencies } from '../ports.ts'

/** `bai_op_<id>_<secret>`, as `createOperator` makes them. */
const TOKEN = /^bai_op_([0-9a-f]{16})_[0-9a-f]{64}$/

export type OperatorTokens = Pick<IssuerDependencies, 'operators' | 'secrets' | 'now'> & {
  /** Hash of the token that the issuer was started with; without one, only operators that were made are let in. */
  readonly operatorTokenHash: string | undefined
}

/**
 * Finds out which operator a token is of. Whoever does not have the secret is told the same whatever is wrong.
 *
 * @throws IssuerError `operator_unauthorized`
 */
export async function authenticateOperator(
  token: string | undefined,
  { operators, secrets, now, operatorTokenHash }: OperatorTokens,
): Promise<Operator> {
  if (token === undefined) throw unauthorized()
  const hash = secrets.tokenHash(token)
  if (operatorTokenHash !== undefined && secrets.equal(hash, operatorTokenHash)) return ROOT
  const id = TOKEN.exec(token)?.[1]
  const found = id === undefined ? undefined : await operators.find(id)
  if (!secrets.equal(hash, found?.tokenHash ?? '') || found === undefined) throw unauthorized()
  return usable(found.operator, now())
}

/** The operator of a session, whose rights may have ended meanwhile. @throws IssuerError `operator_unauthorized` */
export async function operatorOfSession(
  operatorId: string | undefined,
  { operators, now }: Pick<OperatorTokens, 'operators' | 'now'>,
): Promise<Operator> {
  if (operatorId === undefined) return ROOT
  const found = await operators.find(operatorId)
  if (found === undefined) throw unauthorized()
  return usable(found.operator, now())
}

/** As an actor in the audit log. */
export function actorOf({ id }: Operator): string {
  return id === undefined ? 'operator' : `operator:${id}`
}

const ROOT: Operator = { id: undefined, name: 'root', role: 'root' }

function usable(
  {
    id,
    name,
    role,
    expiresAt,
    revokedAt,
  }: { readonly expiresAt: Date; readonly revokedAt: Date | undefined } & Operator,
  now: Date,
): Operator {
  if (revokedAt !== undefined || expiresAt <= now) throw unauthorized()
  return { id, name, role }
}

function unauthorized(): IssuerError<'operator_unauthorized'> {
  return new IssuerError('operator_unauthorized', 'This needs the token of an operator as Authorization: Bearer.', {})
}
