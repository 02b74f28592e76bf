import { encodeBase64url } from '@bai/credential'
import type { Request, Response } from 'express'
import { IssuerError } from '../errors.ts'
import type { Operator } from '../operator-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import {
  actorOf,
  authenticateOperator,
  type OperatorTokens,
  operatorOfSession,
} from '../use-cases/authenticate-operator.ts'

const SESSION_BYTES = 32
const LIFETIME_SECONDS = 8 * 3600
const IDLE_SECONDS = 30 * 60

type Dependencies = IssuerDependencies & OperatorTokens

/** An operator in the console, and what the forms of their session carry. */
export type ConsoleSession = { readonly operator: Operator; readonly formToken: string }

/** Begins a session for whoever has the token. @throws IssuerError `operator_unauthorized` */
export async function beginConsoleSession(
  token: string,
  response: Response,
  dependencies: Dependencies,
): Promise<void> {
  const { operators, secrets, randomBytes, now, audit, configuration } = dependencies
  const operator = await authenticateOperator(token, dependencies)
  const session = encodeBase64url(randomBytes(SESSION_BYTES))
  const expiresAt = new Date(now().getTime() + LIFETIME_SECONDS * 1000)
  await operators.addSession(secrets.tokenHash(session), operator.id, { now: now(), expiresAt })
  await audit.append({ actor: actorOf(operator), action: 'console_signed_in', detail: {} }, now())
  const secure = configuration.credentialIssuer.startsWith('https:')
  response.cookie(cookieName(secure), session, { httpOnly: true, sameSite: 'strict', secure, path: '/' })
}

/** @throws IssuerError `operator_unauthorized` when there is none, or it is over */
export async function consoleSession(request: Request, dependencies: Dependencies): Promise<ConsoleSession> {
  const { operators, secrets, now } = dependencies
  const session = sessionOf(request)
  const used = session && (await operators.useSession(secrets.tokenHash(session), now(), IDLE_SECONDS))
  if (!session || !used) throw new IssuerError('operator_unauthorized', 'Sign in first.', {})
  return {
    operator: await operatorOfSession(used.operatorId, dependencies),
    formToken: formTokenOf(session, dependencies),
  }
}

export async function endConsoleSession(request: Request, { operators, secrets }: Dependencies): Promise<void> {
  const session = sessionOf(request)
  if (session !== undefined) await operators.endSession(secrets.tokenHash(session))
}

/** What a form of this session carries, so that no other site's form can be sent in its name. */
function formTokenOf(session: string, { secrets }: Dependencies): string {
  return secrets.stamp(`console form ${session}`)
}

function sessionOf(request: Request): string | undefined {
  return /(?:^|;\s*)(?:__Host-)?bai-console=([A-Za-z0-9_-]{43})(?:;|$)/.exec(request.get('cookie') ?? '')?.[1]
}

function cookieName(secure: boolean): string {
  return secure ? '__Host-bai-console' : 'bai-console'
}
