import type { JsonObject } from '@bai/credential'
import * as z from 'zod'
import { WalletError } from '../errors.ts'
import type { WalletDependencies } from '../ports.ts'
import { malformedAnswer } from './answered.ts'
import { callIssuer } from './call-issuer.ts'
import { makeProofs, type ProofsRequest } from './make-proofs.ts'

/** What the issuer sent, unchecked, or the transaction by which it is asked again. */
export type Delivery =
  | { readonly credentials: readonly string[]; readonly notificationId: string | undefined }
  | { readonly transactionId: string; readonly intervalSeconds: number }

const MAX_CREDENTIAL = 1_000_000
const DAY_SECONDS = 86_400
const text = z.string().min(1).max(2_000)
/** OpenID4VCI 1.0, section 8.3: one of the two. */
const DeliverySchema = z.union([
  z.looseObject({
    credentials: z
      .array(z.looseObject({ credential: z.string().max(MAX_CREDENTIAL) }))
      .min(1)
      .max(100),
    notification_id: text.optional(),
    transaction_id: z.undefined().optional(),
  }),
  z.looseObject({ transaction_id: text, interval: z.number().positive(), credentials: z.undefined().optional() }),
])

/**
 * Asks for a copy of a credential for each key, in one request (OpenID4VCI 1.0, section 8.2), and once more with a new nonce
 * where the issuer did not take the first (section 8.3.1.2).
 *
 * @throws WalletError `issuer_refused`, `issuer_answer_malformed`; CredentialError
 */
export async function requestCopies(request: ProofsRequest, dependencies: WalletDependencies): Promise<Delivery> {
  try {
    return await ask(request, dependencies)
  } catch (error) {
    const stale = error instanceof WalletError && error.code === 'issuer_refused' && nonceRefused(error)
    if (!stale) throw error
    return ask(request, dependencies)
  }
}

function nonceRefused({ details }: WalletError): boolean {
  return 'error' in details && details.error === 'invalid_nonce'
}

async function ask(request: ProofsRequest, dependencies: WalletDependencies): Promise<Delivery> {
  const { access, configurationId } = request
  const identifier = access.identifiers.get(configurationId)
  const wanted: JsonObject =
    identifier === undefined ? { credential_configuration_id: configurationId } : { credential_identifier: identifier }
  const message = { ...wanted, proofs: await makeProofs(request, dependencies) }
  const url = access.issuerMetadata.credentialIssuer.credential_endpoint
  return readDelivery(await callIssuer({ url, access, message }, dependencies))
}

/** @throws WalletError `issuer_answer_malformed` */
export function readDelivery(answer: JsonObject): Delivery {
  const { data } = DeliverySchema.safeParse(answer)
  if (data === undefined) throw malformedAnswer('credentials')
  if (data.credentials !== undefined)
    return { credentials: data.credentials.map(({ credential }) => credential), notificationId: data.notification_id }
  return { transactionId: data.transaction_id, intervalSeconds: Math.min(data.interval, DAY_SECONDS) }
}
