import { encodeBase64url } from '@bai/credential'
import { type Derivation, validitySecondsOf } from '../derivation/derivation.ts'
import { citizenNumberFor, deriveClaims } from '../derivation/derive-claims.ts'
import type { DerivationDependencies, DeskDecision, PresentedCredential } from '../derivation-ports.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerDependencies } from '../ports.ts'

export type KeepDossierInput = {
  readonly derivation: Derivation
  readonly decision: DeskDecision
  /** How long a wallet has to fetch what is derived. */
  readonly claimsLifetimeSeconds: number
}

const DOSSIER_BYTES = 32

/**
 * Decides what somebody gets for what they have just presented. Nothing is kept of what was shown but the claims that were
 * made of it, until they are issued, and how to find out that a source was revoked; both sealed.
 *
 * @returns the `subjectHash` of the dossier: random, and of this presentation alone
 * @throws IssuerError `presentation_not_accepted`, and those of `deriveClaims` and of the agency's records
 */
export async function keepDossier(
  { derivation, decision, claimsLifetimeSeconds }: KeepDossierInput,
  derivations: Pick<DerivationDependencies, 'dossiers' | 'records' | 'recordKey'>,
  { randomBytes, secrets, now }: IssuerDependencies,
): Promise<string> {
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
  await derivations.dossiers.add(
    {
      subjectHash,
      derivationId: derivation.type.id,
      recordKey,
      claims,
      sources: decision.credentials.flatMap(({ status }) => status ?? []),
      claimsUntil: after(now(), claimsLifetimeSeconds),
      validUntil: endOf(derivation, decision.credentials, now()),
    },
    now(),
  )
  return subjectHash
}

/** Never after what it rests on: from then on nobody would tell whether that was revoked. */
function endOf(derivation: Derivation, sources: readonly PresentedCredential[], now: Date): Date {
  const ends = sources.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [expiresAt.getTime()]))
  return new Date(Math.min(after(now, validitySecondsOf(derivation)).getTime(), ...ends))
}

function after(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000)
}
