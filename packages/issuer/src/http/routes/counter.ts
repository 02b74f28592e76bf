import type { JsonObject } from '@bai/credential'
import express, { Router } from 'express'
import * as z from 'zod'
import type { DerivationDependencies } from '../../derivation-ports.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { offerAtCounter } from '../../use-cases/offer-at-counter.ts'
import { derivationUnknown, findDerivation } from '../find-derivation.ts'
import { lineField } from '../line-field.ts'
import { actorOfRequest } from '../operator-only.ts'
import { parseBody } from '../parse-body.ts'

const CounterSchema = z.strictObject({
  /** By the id of the credential query; a portrait is in it. */
  checked: z.record(z.string().max(100), z.record(z.string().max(100), z.json())),
  reason: lineField(3, 200),
})

/** What is given at the counter of an agency, to be printed there. @param derivations left out: this is no agency */
export function counterRoutes(
  derivations: DerivationDependencies | undefined,
  dependencies: IssuerDependencies,
): Router {
  const router = Router()
  router.post('/operator/derivations/:id/offers', express.json({ limit: '1mb' }), async (request, response) => {
    const { checked, reason } = parseBody(CounterSchema, request.body)
    if (derivations === undefined) throw derivationUnknown()
    const derivation = findDerivation(request, derivations)
    const input = {
      derivation,
      checked: checked as Record<string, JsonObject>,
      actor: actorOfRequest(response),
      reason,
    }
    const { offerUri, expiresAt } = await offerAtCounter(input, derivations, dependencies)
    response.status(201).json({ offer_uri: offerUri, expires_at: expiresAt.toISOString() })
  })
  return router
}
