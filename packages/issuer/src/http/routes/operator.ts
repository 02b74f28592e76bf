import type { CitizenNumber } from '@bai/credential'
import express, { Router } from 'express'
import * as z from 'zod'
import type { DerivationDependencies } from '../../derivation-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import type { ImportCounts } from '../../registry/import-register.ts'
import type { RegisterFormat } from '../../registry/read-source.ts'
import { createAuthorizationOffer, createOffer } from '../../use-cases/create-offer.ts'
import { revokeCredentials } from '../../use-cases/revoke-credentials.ts'
import { revokeDerived } from '../../use-cases/revoke-derived.ts'
import { lineField } from '../line-field.ts'
import { actorOfRequest } from '../operator-only.ts'
import { parseBody } from '../parse-body.ts'
import { readCitizenNumber } from '../read-citizen-number.ts'
import { formatOf, REGISTER_TYPES } from '../register-format.ts'
import { counterRoutes } from './counter.ts'

export type RegisterImportDependencies = {
  /** Imports JSON Lines or CSV: all or nothing. */
  readonly importRegister: (text: string, format: RegisterFormat) => Promise<ImportCounts>
}

const types = z.array(z.string().max(100)).min(1).max(10)
const reason = lineField(3, 200)
const GRANTS = ['pre-authorized_code', 'authorization_code'] as const
const OfferSchema = z.strictObject({
  grant: z.enum(GRANTS).default('pre-authorized_code'),
  /** Of whom it is; for a sign-in that shows itself. */
  citizen_number: z.string().max(30).optional(),
  types,
  reason,
  tx_code: z.boolean().default(true),
})
const RevocationSchema = z.strictObject({
  citizen_number: z.string().max(30),
  types: types.optional(),
  reason,
})

/** What an operator may do, with a token: offer, revoke, import. Each is in the audit log. */
export function operatorRoutes(
  dependencies: IssuerDependencies &
    RegisterImportDependencies & { readonly agency: DerivationDependencies | undefined },
): Router {
  const { secrets, audit, now } = dependencies
  const router = Router()
  router.use(counterRoutes(dependencies.agency, dependencies))
  router.post('/operator/offers', express.json({ limit: '10kb' }), async (request, response) => {
    const body = parseBody(OfferSchema, request.body)
    const configurationIds = [...new Set(body.types)]
    const offer =
      body.grant === 'authorization_code'
        ? createAuthorizationOffer(configurationIds, dependencies)
        : await createOffer(
            {
              subjectHash: await subjectOf(readCitizenNumber(body.citizen_number ?? ''), dependencies),
              configurationIds,
              withTxCode: body.tx_code,
              actor: actorOfRequest(response),
              reason: body.reason,
            },
            dependencies,
          )
    response.status(201).json({
      offer_uri: offer.offerUri,
      ...(offer.offerUriByReference !== undefined && { offer_uri_by_reference: offer.offerUriByReference }),
      ...(offer.txCode !== undefined && { tx_code: offer.txCode }),
      expires_at: offer.expiresAt.toISOString(),
    })
  })
  router.post('/operator/revocations', express.json({ limit: '10kb' }), async (request, response) => {
    const body = parseBody(RevocationSchema, request.body)
    const number = readCitizenNumber(body.citizen_number)
    const { reason } = body
    if (dependencies.agency !== undefined) {
      const { dossiers, recordKey } = dependencies.agency
      const derived = { recordKey: recordKey(number), reason, actor: actorOfRequest(response) }
      response.json({ revoked: await revokeDerived(derived, { dossiers, now }) })
      return
    }
    const revocation = {
      subjectHash: secrets.subjectHash(number),
      configurationIds: body.types ?? [...dependencies.catalogue.keys()],
      reason,
      actor: actorOfRequest(response),
    }
    response.json({ revoked: await revokeCredentials(revocation, dependencies) })
  })
  router.post(
    '/operator/register',
    express.text({ type: REGISTER_TYPES, limit: '64mb' }),
    async (request, response) => {
      const text = typeof request.body === 'string' ? request.body : ''
      const counts = await dependencies.importRegister(text, formatOf(request))
      await audit.append({ actor: actorOfRequest(response), action: 'register_imported', detail: { ...counts } }, now())
      response.status(201).json(counts)
    },
  )
  return router
}

/** Somebody who is offered credentials is looked up again when they fetch them. */
async function subjectOf(number: CitizenNumber, { register, secrets }: IssuerDependencies): Promise<string> {
  await register.remember(number)
  return secrets.subjectHash(number)
}
