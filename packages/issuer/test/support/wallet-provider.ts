import { type JsonObject, type PublicJwk, signJws } from '@bai/credential'
import { generateNodeSigner, type NodeSigner } from '@bai/credential/node'
import type { WalletProvider } from '../../src/index.ts'
import { CLIENT_ID, REDIRECT_URI, random } from './test-wallet.ts'

const ISSUER = 'https://provider.example'

/** A wallet provider that attests wallets and keys (OpenID4VCI 1.0, appendices D and E). */
export class TestWalletProvider {
  readonly #key: NodeSigner = generateNodeSigner()
  readonly instanceKey: NodeSigner = generateNodeSigner()

  get trusted(): WalletProvider {
    const publicJwk = { ...this.#key.publicJwk, kid: 'provider-1' }
    return { issuer: ISSUER, keys: [publicJwk], redirectUris: [REDIRECT_URI] }
  }

  /** Headers by which an instance shows what it is. */
  async headers(audience: string, now: Date, claims: JsonObject = {}, popClaims: JsonObject = {}) {
    const iat = Math.floor(now.getTime() / 1000)
    const attestation = await signJws(
      { typ: 'oauth-client-attestation+jwt', kid: 'provider-1' },
      {
        iss: ISSUER,
        sub: CLIENT_ID,
        iat,
        exp: iat + 3600,
        cnf: { jwk: this.instanceKey.publicJwk as unknown as JsonObject },
        ...claims,
      },
      this.#key,
    )
    const pop = await signJws(
      { typ: 'oauth-client-attestation-pop+jwt' },
      { iss: CLIENT_ID, aud: audience, iat, jti: random(), ...popClaims },
      this.instanceKey,
    )
    return { 'oauth-client-attestation': attestation, 'oauth-client-attestation-pop': pop }
  }

  attestKeys(keys: readonly PublicJwk[], now: Date, nonce: string, claims: JsonObject = {}): Promise<string> {
    const iat = Math.floor(now.getTime() / 1000)
    return signJws(
      { typ: 'key-attestation+jwt', kid: 'provider-1' },
      { iat, exp: iat + 3600, nonce, attested_keys: keys as unknown as JsonObject[], ...claims },
      this.#key,
    )
  }
}
