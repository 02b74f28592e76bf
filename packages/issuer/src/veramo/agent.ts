import type { Platform, RandomBytes } from '@bai/credential'
import { createAgent } from '@veramo/core'
import type { ICredentialPlugin, IDIDManager, IKeyManager, IResolver, TAgent } from '@veramo/core-types'
import { CredentialProviderJWT } from '@veramo/credential-jwt'
import { CredentialPlugin } from '@veramo/credential-w3c'
import { DIDManager } from '@veramo/did-manager'
import { KeyDIDProvider } from '@veramo/did-provider-key'
import { WebDIDProvider } from '@veramo/did-provider-web'
import { DIDResolverPlugin } from '@veramo/did-resolver'
import { KeyManager } from '@veramo/key-manager'
import type { Resolver } from 'did-resolver'
import type { Kysely } from 'kysely'
import type { Schema } from '../database/schema.ts'
import { CredentialProviderSdJwt } from './credential-provider-sd-jwt.ts'
import { ExactJwkDidProvider } from './exact-jwk-did-provider.ts'
import { IdentifierStore } from './identifier-store.ts'
import { createKeyEncryption } from './key-encryption.ts'
import { NODE_KMS, NodeKeyManagementSystem } from './node-key-management-system.ts'
import { SigningKeyStore } from './signing-key-store.ts'
import { silenceVeramo } from './silence-veramo.ts'

export type IssuerAgent = TAgent<IKeyManager & IDIDManager & IResolver & ICredentialPlugin>

export type CreateIssuerAgentInput = {
  readonly db: Kysely<Schema>
  /** 32 bytes, kept apart from the database: private keys lie in it encrypted under this. */
  readonly keyEncryptionKey: Uint8Array
  readonly resolver: Resolver
  readonly platform: Platform
  readonly randomBytes: RandomBytes
}

/**
 * Veramo's agent with keys and DIDs in the database, issuing SD-JWT VC (`proofFormat: 'dc+sd-jwt'`) and JWT VC (`'jwt'`).
 * Pass `options: { keyType: 'Secp256r1' }` when making a `did:web` or `did:jwk`, for Veramo's default is secp256k1;
 * `did:key` is made with Ed25519 whatever is asked for.
 */
export function createIssuerAgent(input: CreateIssuerAgentInput): IssuerAgent {
  const { db, keyEncryptionKey, resolver, platform, randomBytes } = input
  silenceVeramo()
  const keys = new SigningKeyStore(db)
  const encryption = createKeyEncryption(keyEncryptionKey, randomBytes)
  const options = { defaultKms: NODE_KMS }
  return createAgent<IKeyManager & IDIDManager & IResolver & ICredentialPlugin>({
    plugins: [
      new KeyManager({ store: keys, kms: { [NODE_KMS]: new NodeKeyManagementSystem({ store: keys, encryption }) } }),
      new DIDManager({
        store: new IdentifierStore({ db, keys }),
        defaultProvider: 'did:web',
        providers: {
          'did:web': new WebDIDProvider(options),
          'did:jwk': new ExactJwkDidProvider(options),
          'did:key': new KeyDIDProvider(options),
        },
      }),
      new DIDResolverPlugin({ resolver }),
      new CredentialPlugin([new CredentialProviderSdJwt({ platform, randomBytes }), new CredentialProviderJWT()]),
    ],
  })
}
