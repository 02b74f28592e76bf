import type { CitizenNumber } from '@bai/credential'
import { IssuerError } from '../errors.ts'
import type { CitizenFile } from '../operator-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import type { PersonRecord } from '../registry/person-record.ts'

export type FoundCitizen = CitizenFile & {
  readonly subjectHash: string
  readonly person: Pick<PersonRecord, 'names' | 'status'> & { readonly hasCard: boolean; readonly hasPortrait: boolean }
}

/**
 * Looks somebody up for a registrar, and notes that it was done.
 *
 * @throws IssuerError `citizen_unknown`
 */
export async function lookUpCitizen(
  { citizenNumber, actor }: { readonly citizenNumber: CitizenNumber; readonly actor: string },
  { register, citizenFiles, secrets, audit, now }: IssuerDependencies,
): Promise<FoundCitizen> {
  const subjectHash = secrets.subjectHash(citizenNumber)
  await audit.append({ actor, action: 'citizen_looked_up', subjectHash, detail: {} }, now())
  const person = await register.findByCitizenNumber(citizenNumber)
  if (person === undefined) throw new IssuerError('citizen_unknown', 'The register has nobody with this number.', {})
  const { names, status, card, portrait } = person
  return {
    subjectHash,
    person: { names, status, hasCard: card !== null, hasPortrait: portrait !== null },
    ...(await citizenFiles.open(subjectHash, now())),
  }
}
