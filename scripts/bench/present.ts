import { sign } from 'node:crypto'
import { createPresentationRequest, encodeDidJwk } from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { type Holding, planPresentation, presentCredentials, type WalletDependencies } from '@bai/wallet-agent'
import { holder, issueCredential, NOW, VCT } from './credential.ts'
import { againstMilliseconds, type Measured, measureInTurns } from './measure.ts'

const holderKey = { id: 'key-1', publicJwk: holder.publicJwk, signer: holder }

/** Presenting 3 of 20 claims from a wallet in memory, against the one signature in it. A person waits for this. */
export async function benchPresent(): Promise<Measured> {
  const credential = await issueCredential()
  const wallet = walletInMemory(credential)
  const request = await requestFor(['given_name', 'family_name', 'birthdate'])
  const plan = await planPresentation(request, {}, wallet)
  const data = Buffer.from(credential.slice(0, 300))
  const key = { key: holder.privateKey, dsaEncoding: 'ieee-p1363' as const }
  const rows = await measureInTurns([
    { name: 'one raw crypto.sign', run: () => sign('sha256', data, key) },
    {
      name: 'planPresentation and presentCredentials',
      run: async () => presentCredentials(await planPresentation(request, {}, wallet), wallet),
    },
    { name: 'presentCredentials, by @sd-jwt/core', run: () => presentCredentials(plan, wallet) },
    { name: 'planPresentation', run: () => planPresentation(request, {}, wallet) },
  ])
  return againstMilliseconds('present', 'one one-shot crypto.sign, KeyObject, ieee-p1363', rows, 5)
}

function walletInMemory(credential: string): WalletDependencies {
  const stored: Holding = {
    id: 'credential-1',
    configurationId: 'bench',
    vct: VCT,
    issuer: 'did:web:issuer.example',
    receivedAt: NOW.toISOString(),
    copies: [{ keyId: holderKey.id, credential }],
  }
  return {
    keys: { createKeys: async () => [holderKey], findKey: async () => holderKey, removeKeys: async () => {} },
    // Its one copy is never used up.
    credentials: { add: async () => {}, list: async () => [stored], update: async () => stored },
    platform: nodePlatform,
    randomBytes: pooledRandomBytes,
    now: () => NOW,
    fetch: () => Promise.reject(new Error('a presentation needs no network')),
    allowLoopbackHttp: false,
  }
}

function requestFor(claims: readonly string[]): Promise<string> {
  const verifier = generateNodeSigner()
  return createPresentationRequest(
    {
      did: encodeDidJwk(verifier.publicJwk),
      nonce: 'x7Jm0c2kQbWn5v8yRtUe3A',
      dcql_query: {
        credentials: [
          {
            id: 'bench',
            format: 'dc+sd-jwt',
            meta: { vct_values: [VCT] },
            claims: claims.map((name) => ({ path: [name] })),
          },
        ],
      },
      client_name: { th: 'การวัด', en: 'Measurement' },
      purpose: { th: 'วัดเวลา', en: 'Measuring time' },
      now: NOW,
      lifetimeSeconds: 600,
    },
    verifier,
  )
}
