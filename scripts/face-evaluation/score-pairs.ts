import { type CalibrationProfile, compareEmbeddings, type FaceEmbedding, type Judge } from '@bai/face-match'
import { cohortOfOthers, type IdentifiedFace, type NormaliseOptions } from './cohort-of-others.ts'
import type { PictureOutcome } from './describe-pictures.ts'
import type { FacePair } from './read-pairs.ts'

export type ScoredPair = { readonly pair: FacePair; readonly score: number }

/** How a pair of described faces gets its score. */
export type PairScorer = (pair: FacePair, first: FaceEmbedding, second: FaceEmbedding) => number

/** Scores of all pairs of which both pictures could be described. */
export function scorePairs(
  pairs: readonly FacePair[],
  outcomes: ReadonlyMap<string, PictureOutcome>,
  score: PairScorer,
): readonly ScoredPair[] {
  return pairs.flatMap((pair) => {
    const [first, second] = [outcomes.get(pair.a), outcomes.get(pair.b)]
    if (first === undefined || second === undefined || 'code' in first || 'code' in second) return []
    return [{ pair, score: score(pair, first.embedding, second.embedding) }]
  })
}

/** Scores as the matcher gives them, by its profile and cohort. */
export function scoreByJudge(judge: Judge): PairScorer {
  return (_pair, first, second) => judge(first, second).score
}

/** Scores normalised by a cohort of the other people in the set. Both people of a pair must be named. */
export function scoreByOthers(faces: readonly IdentifiedFace[], options: NormaliseOptions): PairScorer {
  const { likeness, floor } = cohortOfOthers(faces, options)
  return ({ idA = '', idB = '' }, first, second) => {
    const excess = (face: FaceEmbedding) => Math.max(0, likeness(face, [idA, idB]) - floor)
    return compareEmbeddings(first, second) - options.weight * (excess(first) + excess(second))
  }
}

/** Who is on each picture, as far as the pairs say. */
function identitiesOf(pairs: readonly FacePair[]): ReadonlyMap<string, string> {
  const named = pairs.flatMap(({ a, b, idA, idB }) => [[a, idA] as const, [b, idB] as const])
  return new Map(named.flatMap(([path, identity]) => (identity === undefined ? [] : [[path, identity] as const])))
}

/** The people of a set of pairs, for every picture that could be described. */
export function identifiedFaces(
  pairs: readonly FacePair[],
  outcomes: ReadonlyMap<string, PictureOutcome>,
): readonly IdentifiedFace[] {
  return [...identitiesOf(pairs)].flatMap(([path, identity]) => {
    const outcome = outcomes.get(path)
    return outcome === undefined || 'code' in outcome ? [] : [{ identity, embedding: outcome.embedding }]
  })
}

/** Every pair of different people among the pictures: many more impostors than a list of pairs has. */
export function allImpostors(pairs: readonly FacePair[]): readonly FacePair[] {
  const pictures = [...identitiesOf(pairs)]
  return pictures.flatMap(([a, idA], i) =>
    pictures
      .slice(i + 1)
      .flatMap(([b, idB]) => (idA === idB ? [] : [{ a, b, same: false, idA, idB, subset: 'all-pairs' }])),
  )
}

/** The normalisation of a profile, or what is used where it has none. */
export function normalisationOf({ normalised }: CalibrationProfile): Pick<NormaliseOptions, 'top' | 'weight'> {
  return normalised ?? { top: 40, weight: 0.5 }
}
