import { CredentialError } from '../errors.ts'
import { parseJws, type UnverifiedJws } from '../jose/jws.ts'

/** Room for 60 members of a household and two portraits; more is an attack on the reader. */
const MAX_LENGTH = 1_000_000
const MAX_DISCLOSURES = 2_000

/** An SD-JWT or SD-JWT+KB that was taken apart; nothing in it has been verified. */
export type UnverifiedSdJwt = {
  readonly jws: UnverifiedJws
  /** As received: digests are over these characters, never over re-serialised JSON (RFC 9901, section 4.2.3). */
  readonly disclosures: readonly string[]
  readonly keyBindingJwt: string | undefined
  /** Everything up to and including the last tilde: what `sd_hash` covers (RFC 9901, section 4.3.1). */
  readonly presented: string
}

/**
 * RFC 9901, section 4: `<Issuer-signed JWT>~<Disclosure 1>~...~<Disclosure N>~[<KB-JWT>]`.
 *
 * @throws CredentialError `too_large`, `sd_jwt_malformed`, and those of `parseJws`
 */
export function parseSdJwt(text: string): UnverifiedSdJwt {
  if (text.length > MAX_LENGTH) {
    throw new CredentialError('too_large', `An SD-JWT may have at most ${MAX_LENGTH} characters.`, {
      what: 'SD-JWT',
      limit: MAX_LENGTH,
    })
  }
  const lastTilde = text.lastIndexOf('~')
  if (lastTilde < 0) throw malformed('An SD-JWT ends in ~ or carries a key binding JWT after the last ~.', 'no_tilde')
  // One part more than may be there is enough to know that there are too many.
  const [jwt = '', ...disclosures] = text.slice(0, lastTilde).split('~', MAX_DISCLOSURES + 2)
  if (disclosures.length > MAX_DISCLOSURES) {
    const limit = MAX_DISCLOSURES
    throw new CredentialError('too_large', `An SD-JWT may have at most ${limit} disclosures.`, {
      what: 'disclosures',
      limit,
    })
  }
  if (disclosures.includes('')) throw malformed('A disclosure is empty.', 'empty_disclosure')
  const keyBindingJwt = text.slice(lastTilde + 1)
  return {
    jws: parseJws(jwt),
    disclosures,
    keyBindingJwt: keyBindingJwt === '' ? undefined : keyBindingJwt,
    presented: text.slice(0, lastTilde + 1),
  }
}

function malformed(message: string, reason: string): CredentialError<'sd_jwt_malformed'> {
  return new CredentialError('sd_jwt_malformed', message, { reason })
}
