import type { FaceComparison } from '../face-ports.ts'
import type { IssuerDependencies } from '../ports.ts'
import type { PersonRecord } from '../registry/person-record.ts'
import { isFaultOfFirst, portraitUnusable } from './compare-with-portrait.ts'

type Dependencies = Pick<IssuerDependencies, 'register' | 'compareFaces' | 'faceMetrics' | 'report'>

/** What came of the comparison; without a portrait of theirs there is none, though as much work was done. */
export type EnrolledFace = FaceComparison | 'portrait_missing' | 'portrait_unusable'

/**
 * Compares a selfie with the register's portrait. Where there is none, it is compared with somebody else's, which is loaded
 * in any case: the same work whether the number exists or not. A fault of the register's portrait is ours, and the operator
 * is told.
 *
 * @throws IssuerError `picture_unusable`, only for the selfie; `face_matcher_busy`
 */
export async function compareEnrolledFace(
  person: PersonRecord | undefined,
  subjectHash: string,
  selfie: Uint8Array,
  { register, compareFaces, faceMetrics, report }: Dependencies,
): Promise<EnrolledFace> {
  const decoy = (await register.decoyPortrait(subjectHash)) ?? selfie
  const portrait = person?.portrait ?? undefined
  try {
    const comparison = await compareFaces(portrait ?? decoy, selfie)
    return portrait === undefined ? 'portrait_missing' : comparison
  } catch (error) {
    if (!isFaultOfFirst(error)) throw error
    const { reason } = error.details
    faceMetrics.portraitFault(reason)
    if (portrait !== undefined) report(portraitUnusable(reason, error))
    await compareFaces(selfie, selfie)
    return portrait === undefined ? 'portrait_missing' : 'portrait_unusable'
  }
}
