import {
  type Bundle,
  CredentialError,
  namesDidWeb,
  parseJsonObject,
  parseSdJwt,
  readStatusReference,
  STATUS,
  type StatusList,
} from '@bai/credential'
import { type Copy, type Holding, unusedCopies } from './holding.ts'

/** How a credential stands, as far as the wallet itself can tell (ARF 3.0, VCR_19). */
export type Standing = {
  /**
   * `owed`: the issuer decides. `revoked`, `suspended`: by the status list of the bundle. `expired`: no copy holds any more.
   * `expiring`: within two weeks, and more copies are needed. `unchecked`: the bundle is not there, has expired or does not
   * have the list.
   */
  readonly kind: 'owed' | 'valid' | 'expiring' | 'expired' | 'revoked' | 'suspended' | 'unchecked'
  /** When the data was made that this rests on. */
  readonly asOf: Date | undefined
  readonly expiresAt: Date | undefined
  readonly unusedCopies: number
}

const SOON_MILLISECONDS = 14 * 86_400_000
/** The worst first: one copy that was revoked is what the person has to know. */
const SEVERITY = ['revoked', 'suspended', 'unchecked', 'valid'] as const
type Status = (typeof SEVERITY)[number]

/** Looks the copies up in the lists that the wallet has. Nobody is asked, so nobody learns who looks. */
export function standingOf(holding: Holding, bundle: Bundle | undefined, now: Date): Standing {
  const { copies, deferral } = holding
  const expiresAt = latest(copies)
  const unused = unusedCopies(holding, now).length
  const about = { expiresAt, unusedCopies: unused }
  if (deferral !== undefined || copies.length === 0) return { kind: 'owed', asOf: undefined, ...about }
  const usable = bundle !== undefined && now < bundle.expiresAt ? bundle : undefined
  const statuses = copies.map((copy) => statusOf(copy, usable))
  const status = SEVERITY.find((severity) => statuses.includes(severity)) ?? 'unchecked'
  const asOf = status === 'unchecked' ? undefined : usable?.issuedAt
  if (status === 'revoked' || status === 'suspended') return { kind: status, asOf, ...about }
  if (expiresAt !== undefined && expiresAt <= now) return { kind: 'expired', asOf, ...about }
  const expiring = expiresAt !== undefined && expiresAt.getTime() - now.getTime() < SOON_MILLISECONDS
  return { kind: expiring && status === 'valid' ? 'expiring' : status, asOf, ...about }
}

function statusOf({ credential }: Copy, bundle: Bundle | undefined): Status {
  if (bundle === undefined) return 'unchecked'
  const claims = parseJsonObject(parseSdJwt(credential).jws.payload, 'payload')
  const reference = readStatusReference(claims)
  if (reference === undefined) return 'valid'
  for (const [issuer, lists] of bundle.statusLists) {
    if (claims['iss'] !== issuer && !namesDidWeb(claims['iss'], issuer)) continue
    const value = lookUp(lists.get(reference.uri), reference.index)
    if (value === STATUS.valid) return 'valid'
    if (value === STATUS.suspended) return 'suspended'
    if (value !== undefined) return 'revoked'
  }
  return 'unchecked'
}

/** A list that ends before the index says nothing of it, and what it says of others is shown all the same. */
function lookUp(list: Pick<StatusList, 'statusAt'> | undefined, index: number): number | undefined {
  try {
    return list?.statusAt(index)
  } catch (error) {
    if (error instanceof CredentialError && error.code === 'status_index_out_of_range') return undefined
    throw error
  }
}

function latest(copies: readonly Copy[]): Date | undefined {
  const times = copies.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [Date.parse(expiresAt)]))
  return times.length === 0 ? undefined : new Date(Math.max(...times))
}
