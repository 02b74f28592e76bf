import { issueSdJwt, type JsonObject, type Signer } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import type { HolderKey } from '../../src/index.ts'

export const CARD_VCT = 'urn:example:card:1'
const DAY = 86_400

/** What a test changes of a good credential; undefined leaves a member out. */
export type CardChanges = { readonly [name: string]: unknown }

/** A credential for a key, issued the day before, as an issuer signs it that a test makes up. */
export function signCard(
  { key, now, signer }: { readonly key: HolderKey; readonly now: Date; readonly signer: Signer },
  header: CardChanges,
  claims: CardChanges,
): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000)
  const good = {
    vct: CARD_VCT,
    iat: seconds - DAY,
    exp: seconds + DAY,
    cnf: { jwk: key.publicJwk },
    given_name: 'Anong',
  }
  const clean = (value: object) => JSON.parse(JSON.stringify(value)) as JsonObject
  return issueSdJwt(
    {
      header: clean({ typ: 'dc+sd-jwt', ...header }),
      claims: clean({ ...good, ...claims }),
      frame: { hidden: ['given_name'] },
    },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer },
  )
}

/** The outcome of a check: the code of its error, or `good`. */
export function codeOf(checked: Promise<unknown>): Promise<string> {
  return checked.then(
    () => 'good',
    (error: { readonly code?: string }) => error.code ?? String(error),
  )
}
