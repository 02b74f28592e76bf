import { CredentialError, type Platform, parsePublicJwk, type VerificationKey } from '@bai/credential'

const PRIVATE_MEMBERS: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])
const MAX_CACHED = 200

/** Gives the keys that a header may mean, by its `kid`. */
export type KeyChoice = (kid: unknown) => readonly VerificationKey[]

/** Reads the keys of cases; the same key stands in thousands of lines and is imported once. */
export class VectorKeys {
  readonly #platform: Platform
  readonly #cache = new Map<string, KeyChoice>()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  /**
   * A single JWK is meant whatever its `kid`. Of a JWK set, those with the header's `kid`; where the header has none, all.
   *
   * @throws CredentialError `key_invalid` for a single JWK; a set is read without what is unusable (RFC 7517, section 5)
   */
  async choiceOf(jwkOrSet: Readonly<Record<string, unknown>>): Promise<KeyChoice> {
    const name = JSON.stringify(jwkOrSet)
    const cached = this.#cache.get(name)
    if (cached) return cached
    const choice = await this.#read(jwkOrSet)
    if (this.#cache.size >= MAX_CACHED) this.#cache.clear()
    this.#cache.set(name, choice)
    return choice
  }

  async #read(jwkOrSet: Readonly<Record<string, unknown>>): Promise<KeyChoice> {
    if (!Array.isArray(jwkOrSet['keys'])) {
      const key = await this.#import(jwkOrSet)
      return () => [key]
    }
    const keys: VerificationKey[] = []
    for (const jwk of jwkOrSet['keys']) {
      try {
        keys.push(await this.#import(jwk))
      } catch (error) {
        if (!(error instanceof CredentialError)) throw error
      }
    }
    return (kid) => (kid === undefined ? keys : keys.filter((key) => key.kid === kid))
  }

  async #import(jwk: unknown): Promise<VerificationKey> {
    return this.#platform.importKey(parsePublicJwk(publicPart(jwk)))
  }
}

/** Test keys often come with their private half; a verifier would refuse them, a harness looks away. */
function publicPart(jwk: unknown): unknown {
  if (typeof jwk !== 'object' || jwk === null) return jwk
  return Object.fromEntries(Object.entries(jwk).filter(([member]) => !PRIVATE_MEMBERS.has(member)))
}
