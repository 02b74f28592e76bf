import { type JsonObject, type PublicJwk, signJws } from '@bai/credential'
import { generateNodeSigner, importNodeSigner } from '@bai/credential/node'
import type { WalletDependencies } from '@bai/wallet-agent'
import { createAuthority } from '../../packages/credential/test/support/certificate-authority.ts'

const LIFETIME_SECONDS = 600

/** A provider of wallets that is known by certificate, and what it attests of one wallet and its keys. */
export async function createWalletProvider(clientId: string) {
  const authority = await createAuthority({ subject: 'CN=Providers, C=TH' })
  const leaf = await authority.certify({ ca: false, subject: 'CN=Provider, C=TH' })
  const signer = importNodeSigner(leaf.privateJwk as Record<string, string>)
  const instanceKey = generateNodeSigner()
  const attest = (typ: string, claims: object) => {
    const iat = Math.floor(Date.now() / 1000)
    const payload = JSON.parse(JSON.stringify({ iat, exp: iat + LIFETIME_SECONDS, ...claims })) as JsonObject
    return signJws({ typ, x5c: [leaf.der] }, payload, signer)
  }
  const fields = {
    walletAttestation: async () => ({
      attestation: await attest('oauth-client-attestation+jwt', {
        iss: 'https://provider.example',
        sub: clientId,
        cnf: { jwk: instanceKey.publicJwk },
      }),
      signer: instanceKey,
    }),
    attestKeys: (keys: readonly PublicJwk[], { nonce }: { readonly nonce: string | undefined }) =>
      attest('key-attestation+jwt', { attested_keys: keys, nonce }),
  } satisfies Partial<WalletDependencies>
  return { anchor: authority.der, fields }
}
