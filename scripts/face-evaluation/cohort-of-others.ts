import { compareEmbeddings, type FaceEmbedding } from '@bai/face-match'

/** A picture whose person is known. */
export type IdentifiedFace = { readonly identity: string; readonly embedding: FaceEmbedding }

export type NormaliseOptions = {
  /** How many of the most similar faces count. */
  readonly top: number
  /** Part of their mean that is taken off, for each face. */
  readonly weight: number
  /** People in the cohort at most. */
  readonly size: number
}

/**
 * A cohort of other people: for each pair it is one face of each person in the set who is not one of the two. So nobody is
 * ever in their own cohort, and no set has to be given up for one.
 */
export type OthersAsCohort = {
  /** Mean likeness of a face to its nearest among those who are none of the given people. */
  likeness(face: FaceEmbedding, identities: readonly string[]): number
  /** What a quarter of the faces do not exceed. */
  readonly floor: number
}

export function cohortOfOthers(
  faces: readonly IdentifiedFace[],
  { top, size }: Omit<NormaliseOptions, 'weight'>,
): OthersAsCohort {
  const cohort = onePerPerson(faces, size)
  // Of each person at most one face is in the cohort, so two more than count are enough to leave two people out.
  const nearest = new Map(
    faces.map(({ embedding }) => {
      const scored = cohort.map((other) => ({
        identity: other.identity,
        score: compareEmbeddings(embedding, other.embedding),
      }))
      return [embedding, scored.sort((p, q) => q.score - p.score).slice(0, top + 2)] as const
    }),
  )
  const likeness = (face: FaceEmbedding, identities: readonly string[]): number => {
    const others = (nearest.get(face) ?? []).filter(({ identity }) => !identities.includes(identity)).slice(0, top)
    return others.reduce((sum, { score }) => sum + score, 0) / Math.max(1, others.length)
  }
  return { likeness, floor: lowerQuartile(faces.map(({ identity, embedding }) => likeness(embedding, [identity]))) }
}

/** What a quarter of the values do not exceed. */
export function lowerQuartile(values: readonly number[]): number {
  return values.toSorted((p, q) => p - q)[Math.floor((values.length - 1) / 4)] ?? 0
}

/** The same choice on every run: people in the order of a hash of their names. */
function onePerPerson(faces: readonly IdentifiedFace[], size: number): readonly IdentifiedFace[] {
  const byPerson = new Map(faces.map((face) => [face.identity, face]))
  return [...byPerson.values()].sort((p, q) => hashOf(p.identity) - hashOf(q.identity)).slice(0, size)
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193)
  return hash >>> 0
}
