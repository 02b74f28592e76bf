import { createHash } from 'node:crypto'
import type { NodeSigner } from '@bai/credential/node'
import { SDJwtInstance } from '@sd-jwt/core'

export type HeldCredential = { readonly credential: string; readonly key: NodeSigner }
type Challenge = { readonly client_id?: string | undefined; readonly nonce: string }

/** Presents by `@sd-jwt/core`: what the frame names, and a key binding for whoever asked. */
export function presentSdJwt({ credential, key }: HeldCredential, frame: object, { client_id, nonce }: Challenge) {
  const core = new SDJwtInstance<Record<string, unknown>>({
    hashAlg: 'sha-256',
    hasher: (data) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    kbSignAlg: 'ES256',
    kbSigner: async (data) => Buffer.from(await key.sign(data)).toString('base64url'),
  })
  const iat = Math.floor(Date.now() / 1000)
  return core.present(credential, frame, { kb: { payload: { iat, aud: client_id ?? '', nonce } } })
}
