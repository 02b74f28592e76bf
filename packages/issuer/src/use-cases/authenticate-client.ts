import {
  BAI_ALGORITHMS,
  CredentialError,
  isJsonObject,
  numericDate,
  parseJsonObject,
  parseJws,
  parsePublicJwk,
  verifyJws,
} from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { verifyAttestation } from './verify-attestation.ts'

export type ClientCredentials = {
  /** The parameter `client_id`. */
  readonly clientId: string | undefined
  /** Headers `OAuth-Client-Attestation` and `OAuth-Client-Attestation-PoP`. */
  readonly attestation: string | undefined
  readonly attestationPop: string | undefined
}

export type Client = {
  readonly clientId: string
  /** Where it may be sent back to; nothing: wherever it says, which is for development only. */
  readonly redirectUris: readonly string[] | undefined
}

const ATTESTATION_TYP = 'oauth-client-attestation+jwt'
const POP_TYP = 'oauth-client-attestation-pop+jwt'
const POP_MAX_AGE_SECONDS = 300
const SKEW_SECONDS = 60
const MAX_JTI = 200

/**
 * Who a wallet is: by the attestation of its provider (OpenID4VCI 1.0, appendix E; draft-ietf-oauth-attestation-based-
 * client-auth), or a registered public client by its name. HAIP 1.0, section 4.4.1, wants the first.
 *
 * @returns nothing for a wallet that says nothing of itself
 * @throws IssuerError `client_unauthenticated`
 */
export async function authenticateClient(
  credentials: ClientCredentials,
  dependencies: IssuerDependencies,
): Promise<Client | undefined> {
  const { configuration } = dependencies
  const { clientId, attestation, attestationPop } = credentials
  if (attestation !== undefined || attestationPop !== undefined) return attestedClient(credentials, dependencies)
  if (configuration.haip) {
    throw unauthenticated('This server wants OAuth-Client-Attestation and OAuth-Client-Attestation-PoP.')
  }
  if (clientId === undefined) return undefined
  const registered = configuration.clients.find((client) => client.clientId === clientId)
  if (registered !== undefined) return registered
  if (configuration.development) return { clientId, redirectUris: undefined }
  throw unauthenticated('This client_id is not registered here, and no wallet attestation came with it.')
}

async function attestedClient(
  { clientId, attestation, attestationPop }: ClientCredentials,
  dependencies: IssuerDependencies,
): Promise<Client> {
  if (attestation === undefined || attestationPop === undefined)
    throw unauthenticated('A wallet attestation and its proof of possession come together.')
  try {
    const attested = await verifyAttestation(attestation, ATTESTATION_TYP, dependencies)
    const sub = attested?.claims['sub']
    if (attested === undefined || numericDate(attested.claims, 'exp') === undefined || typeof sub !== 'string')
      throw unauthenticated('The wallet attestation is of no provider that is believed here, or has expired.')
    if (clientId !== undefined && clientId !== sub)
      throw unauthenticated('client_id must be the sub of the wallet attestation.')
    const cnf = attested.claims['cnf']
    await verifyPossession(attestationPop, isJsonObject(cnf) ? cnf['jwk'] : undefined, sub, dependencies)
    return { clientId: sub, redirectUris: attested.provider.redirectUris }
  } catch (error) {
    if (error instanceof CredentialError) throw unauthenticated(`The wallet attestation is not good: ${error.message}`)
    throw error
  }
}

/** Signed by the instance's own key, for this server, now, once. */
async function verifyPossession(
  pop: string,
  instanceKey: unknown,
  clientId: string,
  { configuration, platform, secrets, usedIdentifiers, now }: IssuerDependencies,
): Promise<void> {
  const jws = parseJws(pop)
  const key = await platform.importKey(parsePublicJwk(instanceKey))
  await verifyJws(jws, [key], { typ: [POP_TYP], algorithms: BAI_ALGORITHMS, what: 'proof of possession' })
  const claims = parseJsonObject(jws.payload, 'proof of possession')
  // Drafts differ on whether it names its issuer; where it does, it is the client.
  if (claims['iss'] !== undefined && claims['iss'] !== clientId) throw unauthenticated('iss must be the client_id.')
  const audiences: readonly unknown[] = Array.isArray(claims['aud']) ? claims['aud'] : [claims['aud']]
  if (!audiences.includes(configuration.credentialIssuer))
    throw unauthenticated('aud must be the authorization server.')
  const iat = numericDate(claims, 'iat') ?? numericDate(claims, 'nbf')
  const age = now().getTime() / 1000 - (iat ?? Number.NaN)
  if (!(age <= POP_MAX_AGE_SECONDS + SKEW_SECONDS && age >= -SKEW_SECONDS))
    throw unauthenticated('iat is required, and not now; check the clock.')
  const { jti } = claims
  if (typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI) throw unauthenticated('jti is required.')
  const forgetAt = new Date(now().getTime() + (POP_MAX_AGE_SECONDS + 2 * SKEW_SECONDS) * 1000)
  if (!(await usedIdentifiers.use(secrets.tokenHash(`attestation ${clientId} ${jti}`), forgetAt)))
    throw unauthenticated('This proof of possession was used before; make a new one for each request.')
}

function unauthenticated(message: string): IssuerError<'client_unauthenticated'> {
  return new IssuerError('client_unauthenticated', message, {})
}
