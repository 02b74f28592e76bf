import { type JsonObject, keysOf, type PublicJwk, verifySdJwtVc } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'

/** The keys of an issuer with a DID document. @param url of our issuer */
export async function keysOfIssuer(url: string): Promise<readonly PublicJwk[]> {
  return keysOf(await (await fetch(`${url}/.well-known/did.json`)).json(), 'assertionMethod')
}

/**
 * Verifies a presentation, for verifiers that leave that to others.
 *
 * @returns the claims that were shown
 * @throws CredentialError
 */
export async function checkPresentation(
  presentation: string,
  issuerKeys: readonly PublicJwk[],
  { nonce, audience }: { readonly nonce: string; readonly audience: string },
): Promise<JsonObject> {
  const { claims } = await verifySdJwtVc(
    presentation,
    {
      now: new Date(),
      skewSeconds: 60,
      findKeys: () => Promise.all(issuerKeys.map((key) => nodePlatform.importKey(key))),
      keyBinding: { mode: 'required', nonce, audience, maxAgeSeconds: 60 },
    },
    nodePlatform,
  )
  return claims
}
