import type { Secrets } from '../ports.ts'
import type { PersonRecord } from '../registry/person-record.ts'

/** What somebody knows and has. Without a laser code only somebody enrolled before. */
export type EnrolmentFactors = {
  /** As on the card, Buddhist era `YYYYMMDD` with `00` for what is unknown. */
  readonly birthDate: string
  readonly laserCode: string | undefined
}

/**
 * One keyed hash for number, date of birth and laser code: kept from the beginning of an enrolment to its pictures, so that
 * nothing has to be looked up at the beginning, and nothing that was typed has to be stored.
 */
export function factorsHash(
  subjectHash: string,
  { birthDate, laserCode }: EnrolmentFactors,
  secrets: Pick<Secrets, 'factorsHash'>,
): string {
  return secrets.factorsHash(
    JSON.stringify([subjectHash, birthDate, laserCode === undefined ? null : normalize(laserCode)]),
  )
}

/** What the hash has to be for somebody of the register; nothing where the card has no laser code. */
export function factorsHashOf(
  subjectHash: string,
  { birth_date: birthDate, laser_code: laserCode }: PersonRecord,
  withLaserCode: boolean,
  secrets: Pick<Secrets, 'factorsHash'>,
): string | undefined {
  if (withLaserCode && laserCode === null) return undefined
  return factorsHash(
    subjectHash,
    { birthDate, laserCode: withLaserCode ? (laserCode ?? undefined) : undefined },
    secrets,
  )
}

/** Laser codes are typed with and without dashes. */
function normalize(laserCode: string): string {
  return laserCode.replace(/[\s-]/g, '').toUpperCase()
}
