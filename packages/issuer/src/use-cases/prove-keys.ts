import { type JsonObject, jwkThumbprint, type PublicJwk } from '@bai/credential'
import type { BoundKey } from '../authorization-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { type AttestedKeys, verifyKeyAttestation } from './verify-key-attestation.ts'
import { type ProvenKey, verifyProof } from './verify-proof.ts'

/** `proofs` of a credential request, of one kind (OpenID4VCI 1.0, appendix F). */
export type Proofs = { readonly jwt: readonly string[] } | { readonly attestation: string }

/**
 * The keys that credentials are bound to, each once, all under one nonce. It is used up last: a proof that is bad for
 * another reason costs no nonce.
 *
 * @throws IssuerError `proof_invalid`, `nonce_invalid`
 */
export async function proveKeys(proofs: Proofs, dependencies: IssuerDependencies): Promise<readonly BoundKey[]> {
  const { configuration, platform } = dependencies
  const { keys, nonces } =
    'jwt' in proofs ? await provenKeys(proofs.jwt, dependencies) : await attestedKeys(proofs.attestation, dependencies)
  const thumbprints = new Set(keys.map(({ publicJwk }) => jwkThumbprint(publicJwk, platform.digest)))
  if (thumbprints.size !== keys.length) throw invalid('Two proofs prove the same key; each copy needs its own.', 'key')
  if (keys.length > configuration.maxCopies)
    throw invalid(`A request is for at most ${configuration.maxCopies} copies.`, 'too_many')
  await useNonce(nonces, dependencies)
  return keys
}

type KeysUnderNonces = { readonly keys: readonly BoundKey[]; readonly nonces: ReadonlySet<string> }

async function provenKeys(proofs: readonly string[], dependencies: IssuerDependencies): Promise<KeysUnderNonces> {
  const proven: ProvenKey[] = []
  for (const proof of proofs) proven.push(await verifyProof(proof, dependencies))
  const nonces = new Set(proven.map(({ nonce }) => nonce))
  const [first] = proven
  if (proven.length === 1 && first?.keyAttestation !== undefined) {
    // One proof stands for all keys that its attestation names (appendix F.1).
    const attested = await verifyKeyAttestation(first.keyAttestation, dependencies)
    checkAmong(first.publicJwk, attested, dependencies)
    const others = boundTo(attested.publicJwks.filter((jwk) => !isSame(jwk, first.publicJwk, dependencies)))
    return { keys: [first, ...others], nonces: withNonceOf(attested, nonces) }
  }
  for (const { keyAttestation, publicJwk } of proven) {
    if (keyAttestation !== undefined)
      checkAmong(publicJwk, await verifyKeyAttestation(keyAttestation, dependencies), dependencies)
    else if (dependencies.configuration.keyAttestationRequired)
      throw invalid('This issuer wants a key attestation in the header of each proof.', 'key_attestation')
  }
  return { keys: proven, nonces }
}

async function attestedKeys(attestation: string, dependencies: IssuerDependencies): Promise<KeysUnderNonces> {
  const attested = await verifyKeyAttestation(attestation, dependencies)
  if (attested.nonce === undefined) throw invalid('nonce is required; fetch one from the nonce endpoint.', 'nonce')
  return { keys: boundTo(attested.publicJwks), nonces: new Set([attested.nonce]) }
}

function boundTo(publicJwks: readonly PublicJwk[]): readonly BoundKey[] {
  return publicJwks.map(({ kty, crv, x, y }) => {
    const publicJwk = { kty, crv, x, y } as PublicJwk
    return { publicJwk, confirmation: { jwk: publicJwk } as unknown as JsonObject }
  })
}

function withNonceOf({ nonce }: AttestedKeys, nonces: ReadonlySet<string>): ReadonlySet<string> {
  return nonce === undefined ? nonces : new Set([...nonces, nonce])
}

function checkAmong(key: PublicJwk, { publicJwks }: AttestedKeys, dependencies: IssuerDependencies): void {
  if (publicJwks.some((jwk) => isSame(jwk, key, dependencies))) return
  throw invalid('The key of the proof is not among the attested keys.', 'key_attestation')
}

function isSame(a: PublicJwk, b: PublicJwk, { platform }: IssuerDependencies): boolean {
  return jwkThumbprint(a, platform.digest) === jwkThumbprint(b, platform.digest)
}

async function useNonce(nonces: ReadonlySet<string>, dependencies: IssuerDependencies): Promise<void> {
  const [nonce, ...others] = nonces
  if (nonce === undefined || others.length > 0)
    throw invalid('The proofs of one request carry one and the same nonce.', 'nonce')
  if (await dependencies.nonces.consume(dependencies.secrets.tokenHash(nonce), dependencies.now())) return
  throw new IssuerError('nonce_invalid', 'The nonce is unknown, used or expired; fetch a new one and try again.', {})
}

function invalid(message: string, reason: string): IssuerError<'proof_invalid'> {
  return new IssuerError('proof_invalid', message, { reason })
}
