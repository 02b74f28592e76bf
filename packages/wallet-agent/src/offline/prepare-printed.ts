import { type ClaimPath, parseDisclosure, parseSdJwt } from '@bai/credential'
import { WalletError } from '../errors.ts'
import { type Holding, nextCopy } from '../holding.ts'
import type { WalletDependencies } from '../ports.ts'
import { presentWithoutKey, useCopy } from '../present-credentials.ts'

/**
 * Prepares a credential for paper, for somebody without a phone: without the holder's key, and so only with a portrait to
 * compare the face with (docs/offline-profile.md, printed).
 *
 * @param disclosed what is printed; the portrait has to be among it
 * @returns the SD-JWT for a message of kind `printed`
 * @throws WalletError `credential_not_held`, `portrait_missing`
 */
export async function preparePrinted(
  stored: Holding,
  disclosed: readonly ClaimPath[],
  dependencies: WalletDependencies,
): Promise<string> {
  const copy = nextCopy(stored, dependencies.now())
  if (copy === undefined) {
    const message = 'There is no copy of this credential yet; the issuer still owes it.'
    throw new WalletError('credential_not_held', message, { queryId: stored.configurationId })
  }
  const presentation = await presentWithoutKey(copy.credential, disclosed, dependencies)
  const names = parseSdJwt(presentation).disclosures.map((text) => parseDisclosure(text).name)
  if (!names.includes('portrait')) {
    const message = 'On paper nothing but the portrait says whose a credential is: it has to be printed along.'
    throw new WalletError('portrait_missing', message, {})
  }
  await useCopy({ stored, copy, reuse: copy.usedAt !== undefined }, dependencies)
  return presentation
}
