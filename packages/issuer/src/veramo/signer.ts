import { decodeBase64url, type SignatureAlgorithm, type Signer } from '@bai/credential'
import type { IDIDManager, IIdentifier, IKey, IKeyManager, TAgent } from '@veramo/core-types'
import { isManagedKeyType, KEY_ALGORITHMS } from './public-jwk.ts'

/** A signer of the agent, with the DID URL of its key for the header's `kid`. */
export type AgentSigner = Signer & { readonly keyId: string }

/** What of an agent signing takes. */
export type SigningAgent = Pick<TAgent<IKeyManager & IDIDManager>, 'didManagerGet' | 'keyManagerSign'>

/** A signer over the controlling key of a DID that the agent manages. */
export async function createAgentSigner(agent: SigningAgent, did: string): Promise<AgentSigner> {
  const identifier = await agent.didManagerGet({ did })
  return createKeySigner(agent, identifier, signingKeyOf(identifier))
}

/** A signer over one key of a DID; asks nothing of the agent but signatures. */
export function createKeySigner(
  agent: Pick<SigningAgent, 'keyManagerSign'>,
  { did }: Pick<IIdentifier, 'did'>,
  { kid, type }: Pick<IKey, 'kid' | 'type'>,
): AgentSigner {
  if (!isManagedKeyType(type)) throw new TypeError(`Keys of type ${type} do not sign here.`)
  const algorithm: SignatureAlgorithm = KEY_ALGORITHMS[type]
  return {
    algorithm,
    keyId: keyIdOf(did, kid),
    sign: async (signingInput) => {
      const signature = await agent.keyManagerSign({ keyRef: kid, algorithm, data: signingInput, encoding: 'utf-8' })
      return decodeBase64url(signature, 'signature')
    },
  }
}

/** @param keyRef the `kid` of one of its keys; left out: the key that controls it */
export function signingKeyOf({ keys, controllerKeyId }: IIdentifier, keyRef = controllerKeyId): IKey {
  const key = keys.find(({ kid }) => kid === keyRef)
  if (key === undefined) throw new TypeError('The DID has no such key.')
  return key
}

/** The DID URL of a key: `did:jwk` and `did:key` name it by their own rules, in our `did:web` it is its `kid`. */
function keyIdOf(did: string, kid: string): string {
  if (did.startsWith('did:jwk:')) return `${did}#0`
  return did.startsWith('did:key:') ? `${did}#${did.slice('did:key:'.length)}` : `${did}#${kid}`
}
