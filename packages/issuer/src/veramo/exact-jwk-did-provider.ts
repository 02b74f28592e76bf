import { encodeDidJwk } from '@bai/credential'
import type { IAgentContext, IIdentifier, IKeyManager } from '@veramo/core-types'
import { JwkDIDProvider } from '@veramo/did-provider-jwk'
import { publicJwkOf } from './public-jwk.ts'

type CreateArguments = Parameters<JwkDIDProvider['createIdentifier']>[0]

/**
 * Veramo's `did:jwk`, with the key spelled exactly. Veramo 7.0.1 drops leading zeros of a coordinate, which RFC 7518,
 * section 6.2.1.2 forbids: one key in 128 would give a DID that strict readers, ours among them, refuse.
 */
export class ExactJwkDidProvider extends JwkDIDProvider {
  override async createIdentifier(
    args: CreateArguments,
    context: IAgentContext<IKeyManager>,
  ): Promise<Omit<IIdentifier, 'provider'>> {
    const identifier = await super.createIdentifier(args, context)
    return { ...identifier, did: encodeDidJwk(publicJwkOf(identifier.keys[0]!)) }
  }
}
