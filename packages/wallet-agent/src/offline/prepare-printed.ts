import { type ClaimPath, parseDisclosure, parseSdJwt } from '@bai/credential'
import { WalletError } from '../errors.ts'
import type { StoredCredential, WalletDependencies } from '../ports.ts'
import { presentWithoutKey } from '../present-credentials.ts'

/**
 * Prepares a credential for paper, for somebody without a phone: without the holder's key, and so only with a portrait to
 * compare the face with (docs/offline-profile.md, printed).
 *
 * @param disclosed what is printed; the portrait has to be among it
 * @returns the SD-JWT for a message of kind `printed`
 * @throws WalletError `portrait_missing`
 */
export async function preparePrinted(
  { credential }: StoredCredential,
  disclosed: readonly ClaimPath[],
  dependencies: WalletDependencies,
): Promise<string> {
  const presentation = await presentWithoutKey(credential, disclosed, dependencies)
  const names = parseSdJwt(presentation).disclosures.map((text) => parseDisclosure(text).name)
  if (names.includes('portrait')) return presentation
  const message = 'On paper nothing but the portrait says whose a credential is: it has to be printed along.'
  throw new WalletError('portrait_missing', message, {})
}
