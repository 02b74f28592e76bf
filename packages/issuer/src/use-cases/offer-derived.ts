import { encodeBase64url } from '@bai/credential'
import { type Derivation, validitySecondsOf } from '../derivation/derivation.ts'
import { citizenNumberFor, deriveClaims } from '../derivation/derive-claims.ts'
import type { DerivationDependencies, DeskDecision, PresentedCredential } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'
import { createOffer } from './create-offer.ts'

export type DerivedOffer = {
  readonly offerUri: string
  readonly expiresAt: Date
}

const DOSSIER_BYTES = 32

/**
 * Makes an offer of a derived credential to whoever has just presented what it rests on. It goes back as the answer to that
 * presentation, and so to the same wallet and to nobody else. Nothing is kept of what was shown but the claims that were
 * made of it, until they are issued, and how to find out that a source was revoked; both sealed.
 *
 * @throws IssuerError `presentation_not_accepted`, and those of `deriveClaims` and of the agency's records
 */
export async function offerDerived(
  derivation: Derivation,
  decision: DeskDecision,
  derivations: DerivationDependencies,
  dependencies: IssuerDependencies,
): Promise<DerivedOffer> {
  const { configuration, randomBytes, secrets, now } = dependencies
  if (decision.outcome !== 'accepted') {
    const message = 'What was shown was not accepted, so nothing is given for it.'
    throw new IssuerError('presentation_not_accepted', message, { check: decision.code })
  }
  const presented = new Map(decision.credentials.map((credential) => [credential.queryId, credential]))
  const number = citizenNumberFor(derivation, presented)
  const recordKey = number === undefined ? undefined : derivations.recordKey(number)
  const record = recordKey === undefined ? undefined : await derivations.records?.find(recordKey)
  const claims = deriveClaims(derivation, { presented, record, now: now() })
  const subjectHash = secrets.tokenHash(encodeBase64url(randomBytes(DOSSIER_BYTES)))
  const { offerLifetimeSeconds, accessTokenLifetimeSeconds } = configuration
  await derivations.dossiers.add(
    {
      subjectHash,
      derivationId: derivation.type.id,
      recordKey,
      claims,
      sources: decision.credentials.flatMap(({ status }) => status ?? []),
      claimsUntil: after(now(), offerLifetimeSeconds + accessTokenLifetimeSeconds),
      validUntil: endOf(derivation, decision.credentials, now()),
    },
    now(),
  )
  const configurationIds = [derivation.type.id]
  const offer = { subjectHash, configurationIds, withTxCode: false, actor: 'derivation', reason: derivation.type.id }
  const { offerUri, expiresAt } = await createOffer(offer, dependencies)
  return { offerUri, expiresAt }
}

/** Never after what it rests on: from then on nobody would tell whether that was revoked. */
function endOf(derivation: Derivation, sources: readonly PresentedCredential[], now: Date): Date {
  const ends = sources.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt.getTime()]))
  return new Date(Math.min(after(now, validitySecondsOf(derivation)).getTime(), ...ends))
}

function after(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000)
}
