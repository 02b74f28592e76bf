import type { Request } from 'express'
import * as z from 'zod'
import { IssuerError } from '../../errors.ts'
import { OPERATOR_ROLES, type Operator } from '../../operator-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import type { RegisterProblem } from '../../registry/register-problem.ts'
import { type CreatedOffer, createOffer } from '../../use-cases/create-offer.ts'
import { createOperator } from '../../use-cases/create-operator.ts'
import { type FoundCitizen, lookUpCitizen } from '../../use-cases/look-up-citizen.ts'
import { decideReview } from '../../use-cases/review-enrolments.ts'
import { revokeCredentials } from '../../use-cases/revoke-credentials.ts'
import { activateKey, announceKey, retireKey } from '../../use-cases/rotate-keys.ts'
import { lineField } from '../line-field.ts'
import { checkRole } from '../operator-only.ts'
import { operatorRouteOf } from '../operator-routes.ts'
import { parseBody } from '../parse-body.ts'
import { readCitizenNumber } from '../read-citizen-number.ts'
import { readEnrolmentId } from '../read-enrolment-id.ts'
import type { LifeEventDependencies } from './life-events.ts'

/** What a form did, for the page that is shown after it. */
export type ConsoleAction = {
  readonly notice?: boolean
  readonly problem?: string
  readonly problems?: readonly RegisterProblem[]
  readonly number?: string
  readonly found?: FoundCitizen | undefined
  readonly offer?: CreatedOffer | undefined
  readonly token?: string
}

type Dependencies = IssuerDependencies & LifeEventDependencies
type Acting = { readonly operator: Operator; readonly actor: string }

const CREATION_DAYS = 90
const reason = lineField(3, 200)
const types = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat())
  .pipe(z.array(z.enum(['id-card', 'house-registration'])).min(1))
const number = z.string().min(13).max(30)
const CitizenSchema = z.looseObject({ citizen_number: number })
const CitizenActionSchema = z.looseObject({ citizen_number: number, types, reason })
const DecisionSchema = z.looseObject({ decision: z.enum(['approve', 'refuse']), reason })
const LifeEventsSchema = z.looseObject({ format: z.enum(['jsonl', 'csv']), text: z.string().min(1) })
const OperatorSchema = z.looseObject({ name: lineField(2, 100), role: z.enum(OPERATOR_ROLES) })

/**
 * Does what a form of the console asks for, with the rights of the same action in the API.
 *
 * @throws IssuerError `operator_forbidden`, `request_malformed`, and those of the actions
 */
export async function consoleActions(
  request: Request,
  acting: Acting,
  dependencies: Dependencies,
): Promise<ConsoleAction> {
  const { page, id, action } = request.params as Record<string, string | undefined>
  const may = (path: string) => checkRole(acting.operator, operatorRouteOf('POST', path)?.roles)
  const { actor } = acting
  switch (page) {
    case 'citizens':
      return citizenAction(id, request, may, actor, dependencies)
    case 'reviews': {
      may('/operator/enrolments/x/decision')
      const { decision, reason: why } = parseBody(DecisionSchema, request.body)
      const outcome = decision === 'approve' ? ('approved' as const) : ('refused' as const)
      await decideReview({ id: readEnrolmentId(id), outcome, reason: why, actor }, dependencies)
      return { notice: true }
    }
    case 'life-events': {
      may('/operator/life-events')
      const { format, text } = parseBody(LifeEventsSchema, request.body)
      await dependencies.applyLifeEvents(text, format, actor)
      return { notice: true }
    }
    case 'keys':
      return keyAction(id, action, may, actor, dependencies)
    case 'operators':
      return operatorAction(id, action, request, may, actor, dependencies)
    default:
      throw new IssuerError('operator_forbidden', 'There is no such action.', { roles: [] })
  }
}

type May = (path: string) => void

async function citizenAction(
  action: string | undefined,
  request: Request,
  may: May,
  actor: string,
  dependencies: Dependencies,
): Promise<ConsoleAction> {
  may('/operator/citizens/search')
  const citizenNumber = readCitizenNumber(parseBody(CitizenSchema, request.body).citizen_number)
  let offer: CreatedOffer | undefined
  if (action !== undefined) {
    may(action === 'revoke' ? '/operator/revocations' : '/operator/offers')
    const body = parseBody(CitizenActionSchema, request.body)
    const subjectHash = dependencies.secrets.subjectHash(citizenNumber)
    const common = { subjectHash, configurationIds: body.types, reason: body.reason, actor }
    if (action === 'revoke') await revokeCredentials(common, dependencies)
    else {
      await dependencies.register.remember(citizenNumber)
      offer = await createOffer({ ...common, withTxCode: true }, dependencies)
    }
  }
  const found = await lookUpCitizen({ citizenNumber, actor }, dependencies)
  return { notice: action !== undefined, number: citizenNumber, found, offer }
}

async function keyAction(
  kid: string | undefined,
  action: string | undefined,
  may: May,
  actor: string,
  dependencies: Dependencies,
): Promise<ConsoleAction> {
  if (kid === undefined) {
    may('/operator/issuer-keys')
    await announceKey(actor, dependencies)
  } else if (action === 'activate') {
    may('/operator/issuer-keys/x/activation')
    await activateKey({ kid, actor }, dependencies)
  } else {
    may('/operator/issuer-keys/x/retirement')
    await retireKey({ kid, actor }, dependencies)
  }
  return { notice: true }
}

async function operatorAction(
  id: string | undefined,
  action: string | undefined,
  request: Request,
  may: May,
  actor: string,
  dependencies: Dependencies,
): Promise<ConsoleAction> {
  const { operators, audit, now } = dependencies
  if (id === undefined) {
    may('/operator/operators')
    const { name, role } = parseBody(OperatorSchema, request.body)
    const { token } = await createOperator({ name, role, lifetimeDays: CREATION_DAYS, actor }, dependencies)
    return { notice: true, token }
  }
  may('/operator/operators/x/revocation')
  if (action !== 'revoke' || !(await operators.revoke(id, now())))
    throw new IssuerError('operator_not_found', 'There is no such operator, or they were revoked before.', {})
  await audit.append({ actor, action: 'operator_revoked', detail: { operator: id, reason: 'console' } }, now())
  return { notice: true }
}
