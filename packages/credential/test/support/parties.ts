import {
  createKeyBindingJwt,
  issueSdJwt,
  type KeyBindingPolicy,
  type Platform,
  type VerifiedSdJwt,
  verifySdJwt,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import type { FramedClaims } from './claims.ts'

export const NOW = new Date('2026-11-23T09:00:00Z')
export const issuer = generateNodeSigner()
export const holder = generateNodeSigner()
export const stranger = generateNodeSigner()
export const NONCE = 'n-0S6_WzA2Mj'
export const AUDIENCE = 'https://verifier.example'

const issuerKey = nodePlatform.importKey(issuer.publicJwk)

export const REQUIRED: KeyBindingPolicy = { mode: 'required', nonce: NONCE, audience: AUDIENCE, maxAgeSeconds: 300 }

export function issue({ claims, frame }: FramedClaims): Promise<string> {
  const dependencies = { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer }
  return issueSdJwt({ header: { typ: 'example+sd-jwt' }, claims, frame }, dependencies)
}

export async function verify(
  text: string,
  keyBinding: KeyBindingPolicy = { mode: 'absent' },
  platform: Platform = nodePlatform,
): Promise<VerifiedSdJwt> {
  const key = await issuerKey
  return verifySdJwt(text, { now: NOW, skewSeconds: 0, findKeys: () => [key], keyBinding }, platform)
}

/** Adds the holder's key binding JWT to an SD-JWT that ends in a tilde. */
export async function bind(presented: string): Promise<string> {
  const request = { nonce: NONCE, audience: AUDIENCE, now: NOW }
  return presented + (await createKeyBindingJwt(presented, request, { signer: holder, platform: nodePlatform }))
}
