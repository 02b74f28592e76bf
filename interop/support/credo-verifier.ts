import type { OpenId4VpCreateAuthorizationRequestOptions } from '@credo-ts/openid4vc'
import type { ClientIdPrefix } from './certified-signer.ts'
import { certifyByCredo, openCredoAgent } from './credo-agent.ts'
import { serveLoopback } from './serve-loopback.ts'

const VERIFIER_ID = 'gate'

/**
 * A verifier of Credo on loopback.
 *
 * @param anchorPem of the authority that certifies issuers
 */
export async function startCredoVerifier(anchorPem: string) {
  const server = await serveLoopback()
  const baseUrl = `${server.url}/verifiers`
  const agent = await openCredoAgent([anchorPem], { verifier: { baseUrl } })
  const verifier = agent.openid4vc.verifier
  if (verifier === undefined) throw new TypeError('The agent is no verifier.')
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
