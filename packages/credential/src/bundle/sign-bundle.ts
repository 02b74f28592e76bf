import { signJws } from '../jose/jws.ts'
import { type JsonObject, parseJson } from '../json.ts'
import type { Signer } from '../platform.ts'
import { BUNDLE_TYP, type BundlePayload, BundleSchema } from './bundle.ts'

/**
 * Signs a bundle with the key of a trust anchor.
 *
 * @param anchorKid names the anchor's key to those who pin it
 * @throws ZodError where the payload is not a bundle: a mistake of the publisher, never of input
 */
export function signBundle(payload: BundlePayload, anchorKid: string, signer: Signer): Promise<string> {
  const checked = parseJson(JSON.stringify(BundleSchema.parse(payload)), 'bundle') as JsonObject
  return signJws({ typ: BUNDLE_TYP, kid: anchorKid }, checked, signer)
}
