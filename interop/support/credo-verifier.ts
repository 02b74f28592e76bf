import { type OpenId4VpCreateAuthorizationRequestOptions, OpenId4VpVerifierService } from '@credo-ts/openid4vc'
import type { Openid4vpVerifier } from '@openid4vc/openid4vp'
import type { ClientIdPrefix } from './certified-signer.ts'
import { type CredoAgent, certifyByCredo, openCredoAgent } from './credo-agent.ts'
import { serveLoopback } from './serve-loopback.ts'

const VERIFIER_ID = 'gate'

/**
 * Credo 0.6.3 writes the address of a request as its audience, and has no option for another. OpenID4VP 1.0, section 5.8, has
 * `https://self-issued.me/v2` for wallets that were not discovered.
 */
function correctAudience(agent: CredoAgent): void {
  const service = agent.dependencyManager.resolve(OpenId4VpVerifierService) as unknown as {
    getOpenid4vpVerifier: (context: unknown, options?: unknown) => Openid4vpVerifier
  }
  const original = service.getOpenid4vpVerifier.bind(service)
  service.getOpenid4vpVerifier = (context, options) => {
    const verifier = original(context, options)
    const create = verifier.createOpenId4vpAuthorizationRequest.bind(verifier)
    verifier.createOpenId4vpAuthorizationRequest = ({ jar, ...rest }) => {
      const additionalJwtPayload = { aud: 'https://self-issued.me/v2' }
      return create({ ...rest, ...(jar && { jar: { ...jar, additionalJwtPayload } }) })
    }
    return verifier
  }
}

/**
 * A verifier of Credo on loopback.
 *
 * @param anchorPem of the authority that certifies issuers
 * @param asPublished with the audience that it writes
 */
export async function startCredoVerifier(anchorPem: string, { asPublished = false } = {}) {
  const server = await serveLoopback()
  const baseUrl = `${server.url}/verifiers`
  const agent = await openCredoAgent([anchorPem], { verifier: { baseUrl } })
  const verifier = agent.openid4vc.verifier
  if (verifier === undefined) throw new TypeError('The agent is no verifier.')
  if (!asPublished) correctAudience(agent)
  server.serve(agent.modules.openid4vc.config.app as never)
  const { leaf, anchor } = await certifyByCredo(agent, baseUrl)
  const { didState } = await agent.dids.create({ method: 'jwk', options: { keyId: leaf.publicJwk.keyId } } as never)
  await verifier.createVerifier({ verifierId: VERIFIER_ID, clientMetadata: { client_name: 'Gate' } })

  function signerOf(prefix: ClientIdPrefix): OpenId4VpCreateAuthorizationRequestOptions['requestSigner'] {
    if (prefix === 'redirect_uri') return { method: 'none' }
    if (prefix === 'decentralized_identifier') return { method: 'did', didUrl: `${didState.did}#0` }
    return { method: 'x5c', x5c: [leaf], clientIdPrefix: prefix }
  }
  return {
    anchor,
    ask: async (
      query: object,
      prefix: ClientIdPrefix,
      responseMode: 'direct_post' | 'direct_post.jwt',
      back?: string,
    ) => {
      const { authorizationRequest, verificationSession } = await verifier.createAuthorizationRequest({
        verifierId: VERIFIER_ID,
        requestSigner: signerOf(prefix),
        responseMode,
        dcql: { query: query as never },
        version: 'v1',
        ...(back !== undefined && { authorizationResponseRedirectUri: back }),
      })
      return { address: authorizationRequest, id: verificationSession.id }
    },
    /** What it has verified. @throws where it has not */
    verified: async (id: string) => {
      const { dcql } = await verifier.getVerifiedAuthorizationResponse(id)
      return Object.fromEntries(
        Object.entries(dcql?.presentations ?? {}).map(([queryId, [presentation]]) => [
          queryId,
          (presentation as unknown as { readonly prettyClaims: Record<string, unknown> }).prettyClaims,
        ]),
      )
    },
    close: async () => {
      await agent.shutdown()
      await server.close()
    },
  }
}
