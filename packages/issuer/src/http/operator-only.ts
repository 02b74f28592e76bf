import type { RequestHandler, Response } from 'express'
import { IssuerError } from '../errors.ts'
import type { Operator, OperatorRole } from '../operator-ports.ts'
import { actorOf, authenticateOperator, type OperatorTokens } from '../use-cases/authenticate-operator.ts'
import { bearerToken } from './bearer-token.ts'
import { operatorRouteOf } from './operator-routes.ts'

export type OperatorOnlyDependencies = OperatorTokens

/**
 * Lets only operators pass whose role the table of routes has; before anything of a body is read. What is not in the table
 * is refused to everybody.
 *
 * @throws IssuerError `operator_unauthorized`, `operator_forbidden`
 */
export function operatorOnly(dependencies: OperatorOnlyDependencies): RequestHandler {
  return async (request, response, next) => {
    const operator = await authenticateOperator(bearerToken(request), dependencies)
    checkRole(operator, operatorRouteOf(request.method, request.baseUrl + request.path)?.roles)
    response.locals['operator'] = operator
    next()
  }
}

/** @param roles that may; nothing for what is no route @throws IssuerError `operator_forbidden` */
export function checkRole({ role }: Operator, roles: readonly OperatorRole[] | undefined): void {
  if (roles !== undefined && (role === 'root' || roles.includes(role))) return
  const message = 'Your role does not cover this; ask a supervisor.'
  throw new IssuerError('operator_forbidden', message, { roles: roles ?? [] })
}

/** Who acts, for the audit log. */
export function actorOfRequest(response: Response): string {
  return actorOf(response.locals['operator'] as Operator)
}
