import type { RandomBytes } from '@bai/credential'
import type { AgencyKey, AgencyKeyStore } from '../face-ports.ts'
import type { AuditLog, Secrets } from '../ports.ts'

export type CreateAgencyKeyInput = Pick<AgencyKey, 'agency' | 'scopes' | 'quotaPerDay' | 'ratePerMinute'> & {
  readonly lifetimeDays: number
  readonly actor: string
}

export type CreateAgencyKeyDependencies = {
  readonly agencyKeys: AgencyKeyStore
  readonly secrets: Secrets
  readonly audit: AuditLog
  readonly randomBytes: RandomBytes
  readonly now: () => Date
}

const ID_BYTES = 8
/** 256 bits: nobody guesses one, so a plain hash of it may be stored. */
const SECRET_BYTES = 32
const DAY_MILLISECONDS = 86_400_000

/** Makes an API key for an agency. @returns the key itself, `bai_<id>_<secret>`, which is nowhere else */
export async function createAgencyKey(
  { lifetimeDays, actor, ...rights }: CreateAgencyKeyInput,
  { agencyKeys, secrets, audit, randomBytes, now }: CreateAgencyKeyDependencies,
): Promise<{ readonly key: AgencyKey; readonly token: string }> {
  const createdAt = now()
  const id = Buffer.from(randomBytes(ID_BYTES)).toString('hex')
  const token = `bai_${id}_${Buffer.from(randomBytes(SECRET_BYTES)).toString('hex')}`
  const expiresAt = new Date(createdAt.getTime() + lifetimeDays * DAY_MILLISECONDS)
  const key = { ...rights, id, createdAt, expiresAt, revokedAt: undefined }
  await agencyKeys.add(key, secrets.tokenHash(token))
  const { agency, scopes, quotaPerDay, ratePerMinute } = rights
  const detail = {
    key: id,
    agency,
    scopes,
    quota_per_day: quotaPerDay,
    rate_per_minute: ratePerMinute,
    expires_at: expiresAt.toISOString(),
  }
  await audit.append({ actor, action: 'agency_key_created', detail }, createdAt)
  return { key, token }
}
