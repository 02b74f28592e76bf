import { createPublicKey, verify } from 'node:crypto'
import { createKeyBindingJwt, verifySdJwtVc, verifyStatusList } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import { core } from './core.ts'
import { holder, issueCredential, issuer, NOW, presentOnly } from './credential.ts'
import { againstRatio, type Measured, measureInTurns } from './measure.ts'
import { signList } from './sign-list.ts'

const NONCE = 'x7Jm0c2kQbWn5v8yRtUe3A'
const AUDIENCE = 'decentralized_identifier:did:jwk:verifier'

/** Strict verification of 3 of 20 claims with key binding and the status bit, against the two signatures alone. */
export async function benchVerify(): Promise<Measured> {
  const presented = presentOnly(await issueCredential(), ['given_name', 'family_name', 'birthdate'])
  const request = { nonce: NONCE, audience: AUDIENCE, now: NOW }
  const kbJwt = await createKeyBindingJwt(presented, request, { signer: holder, platform: nodePlatform })
  const presentation = presented + kbJwt
  const issuerKey = await nodePlatform.importKey({ ...issuer.publicJwk, kid: 'did:web:issuer.example#key-1' })
  const moment = { now: NOW, skewSeconds: 60 }
  const statusList = await verifyStatusList(await signList(), { ...moment, findKeys: () => [issuerKey] }, nodePlatform)
  const options = {
    ...moment,
    findKeys: () => [issuerKey],
    algorithms: ['ES256'],
    keyBinding: { mode: 'required', nonce: NONCE, audience: AUDIENCE, maxAgeSeconds: 300, algorithms: ['ES256'] },
  } as const
  const rows = await measureInTurns([
    { name: 'two raw crypto.verify', run: rawVerifies(presented.split('~')[0]!, kbJwt) },
    {
      name: 'verifySdJwtVc and status bit',
      run: async () => {
        const { status } = await verifySdJwtVc(presentation, options, nodePlatform)
        if (statusList.statusAt(status!.index) !== 0) throw new Error('revoked')
      },
    },
    {
      name: '@sd-jwt/core, tuned, without status',
      run: () => core.verify(presentation, { keyBindingNonce: NONCE, currentDate: NOW.getTime() / 1000 }),
    },
  ])
  return againstRatio('verify', 'two one-shot crypto.verify, keys loaded', rows, 2.4)
}

function rawVerifies(issuerJwt: string, kbJwt: string): () => boolean {
  const parts = [
    [issuerJwt, createPublicKey(issuer.privateKey)],
    [kbJwt, createPublicKey(holder.privateKey)],
  ] as const
  const prepared = parts.map(([jwt, key]) => ({
    data: Buffer.from(jwt.slice(0, jwt.lastIndexOf('.'))),
    signature: Buffer.from(jwt.slice(jwt.lastIndexOf('.') + 1), 'base64url'),
    key: { key, dsaEncoding: 'ieee-p1363' as const },
  }))
  return () => prepared.every(({ data, key, signature }) => verify('sha256', data, key, signature))
}
