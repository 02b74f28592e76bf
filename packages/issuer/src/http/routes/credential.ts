import express, { type Response, Router } from 'express'
import * as z from 'zod'
import { NOTIFICATION_EVENTS } from '../../authorization-ports.ts'
import type { IssuerConfiguration } from '../../configuration.ts'
import { IssuerError } from '../../errors.ts'
import type { IssuerDependencies } from '../../ports.ts'
import { fetchDeferredCredentials } from '../../use-cases/fetch-deferred-credentials.ts'
import { type IssuedCredentials, issueCredentials } from '../../use-cases/issue-credentials.ts'
import { noteNotification } from '../../use-cases/note-notification.ts'
import type { Proofs } from '../../use-cases/prove-keys.ts'
import { accessOf } from '../access-of.ts'
import { openRequest, type ResponseEncryption, responseEncryptionOf, sendMessage } from '../encrypted-messages.ts'
import { parseBody } from '../parse-body.ts'

const MAX_PROOF = 30_000

const name = z.string().min(1).max(200)
/** Section 8.2: an object with exactly one member, named after the kind of proof. */
const ProofsSchema = z.union([
  z.strictObject({ jwt: z.array(z.string().min(1).max(MAX_PROOF)).min(1).max(100) }),
  z.strictObject({ attestation: z.tuple([z.string().min(1).max(MAX_PROOF)]) }),
])
const CredentialRequestSchema = z.looseObject({
  credential_configuration_id: name.optional(),
  credential_identifier: name.optional(),
  proofs: ProofsSchema,
  credential_response_encryption: z.unknown().optional(),
})
/** Drafts 13 to 15, section 7.2: one proof, and its type beside it. */
const DraftProofSchema = z.looseObject({
  proof: z.looseObject({ proof_type: z.literal('jwt'), jwt: z.string().min(1).max(MAX_PROOF) }),
})
const DeferredRequestSchema = z.looseObject({
  transaction_id: name,
  credential_response_encryption: z.unknown().optional(),
})
const NotificationSchema = z.looseObject({ notification_id: name, event: z.enum(NOTIFICATION_EVENTS) })

/** `POST /credential`, `/deferred-credential` and `/notification` (OpenID4VCI 1.0, sections 8, 9 and 11). */
export function credentialRoutes(dependencies: IssuerDependencies): Router {
  const router = Router()
  const bodies = [express.json({ limit: '1mb' }), express.text({ type: 'application/jwt', limit: '1500kb' })]
  router.post('/credential', ...bodies, async (request, response) => {
    const access = await accessOf(request, response, dependencies)
    const { body, encrypted } = await openRequest(request.body, dependencies.requestEncryption)
    const parsed = parseCredentialRequest(body, dependencies.configuration)
    const encryption = responseEncryptionOf(parsed.credential_response_encryption, { encrypted })
    const wanted = wantedOf(parsed)
    const issued = await issueCredentials({ access, wanted, proofs: proofsOf(parsed) }, dependencies)
    await answer(response, issued, encryption)
  })
  router.post('/deferred-credential', ...bodies, async (request, response) => {
    const access = await accessOf(request, response, dependencies)
    const { body, encrypted } = await openRequest(request.body, dependencies.requestEncryption)
    const parsed = parseBody(DeferredRequestSchema, body)
    const encryption = responseEncryptionOf(parsed.credential_response_encryption, { encrypted })
    const issued = await fetchDeferredCredentials({ access, transactionId: parsed.transaction_id }, dependencies)
    await answer(response, issued, encryption)
  })
  router.post('/notification', express.json({ limit: '10kb' }), async (request, response) => {
    const access = await accessOf(request, response, dependencies)
    const { notification_id: notificationId, event } = parseBody(NotificationSchema, request.body)
    await noteNotification({ access, notificationId, event }, dependencies)
    response.status(204).end()
  })
  return router
}

function answer(
  response: Response,
  issued: IssuedCredentials,
  encryption: ResponseEncryption | undefined,
): Promise<void> {
  if ('transactionId' in issued) {
    response.status(202)
    const { transactionId, intervalSeconds } = issued
    return sendMessage(response, { transaction_id: transactionId, interval: intervalSeconds }, encryption)
  }
  const credentials = issued.credentials.map((credential) => ({ credential }))
  return sendMessage(response, { credentials, notification_id: issued.notificationId }, encryption)
}

function parseCredentialRequest(
  body: unknown,
  { draftProofs }: Pick<IssuerConfiguration, 'draftProofs'>,
): z.infer<typeof CredentialRequestSchema> {
  const members = typeof body === 'object' && body !== null ? body : {}
  const draft = draftProofs && !('proofs' in members) ? DraftProofSchema.safeParse(members) : undefined
  if (draft?.success === true) {
    const { proof, ...rest } = draft.data
    return parseBody(CredentialRequestSchema, { ...rest, proofs: { jwt: [proof.jwt] } })
  }
  if (!('proofs' in members)) {
    // Drafts had `proof`; a wallet that still sends it should be told so and not guess.
    const sent = 'proof' in members ? 'proof is of a draft; ' : ''
    throw new IssuerError('proof_invalid', `A key proof is needed: ${sent}OpenID4VCI 1.0 has it in proofs.jwt.`, {
      reason: 'proofs',
    })
  }
  return parseBody(CredentialRequestSchema, body)
}

/** Section 8.2: one of the two, and not both. */
function wantedOf({
  credential_configuration_id: configurationId,
  credential_identifier: identifier,
}: z.infer<typeof CredentialRequestSchema>) {
  if (configurationId !== undefined && identifier === undefined) return { configurationId }
  if (identifier !== undefined && configurationId === undefined) return { identifier }
  const field = 'credential_configuration_id'
  const expected = 'it or credential_identifier, and not both'
  throw new IssuerError('request_malformed', `${field}: expected ${expected}.`, { field, expected })
}

function proofsOf({ proofs }: z.infer<typeof CredentialRequestSchema>): Proofs {
  return 'jwt' in proofs ? { jwt: proofs.jwt } : { attestation: proofs.attestation[0] }
}
