import { CredentialError } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../json.ts'

/** Where a credential's status is found (draft-ietf-oauth-status-list, section 6.2). */
export type StatusReference = { readonly uri: string; readonly index: number }

/**
 * Reads `status.status_list` of a credential. A `status` of some other mechanism is refused too: it is a status that
 * cannot be checked, which is not the same as having none.
 *
 * @throws CredentialError `claim_invalid`
 */
export function readStatusReference(claims: JsonObject): StatusReference | undefined {
  if (!Object.hasOwn(claims, 'status')) return undefined
  const status = claims['status']
  const list = isJsonObject(status) ? status['status_list'] : undefined
  if (isJsonObject(list)) {
    const { uri, idx } = list
    if (typeof uri === 'string' && uri !== '' && typeof idx === 'number' && Number.isSafeInteger(idx) && idx >= 0) {
      return { uri, index: idx }
    }
  }
  const expected = 'status_list with uri and idx'
  throw new CredentialError('claim_invalid', `status must hold a ${expected}.`, { claim: 'status', expected })
}
