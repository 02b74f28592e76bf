import * as z from 'zod'
import { compareEmbeddings } from '../compare.ts'
import { embeddingLengths, type FaceEmbedding } from '../embed.ts'
import { FaceMatchError } from '../errors.ts'
import { readHalfFloats, writeHalfFloats } from '../half-float.ts'
import type { Sha256 } from '../model.ts'

/**
 * Other people of the population, as embeddings only: whoever looks like many of them looks like many others too, and
 * their scores are lowered by that. No name, no number, no picture; still personal data.
 */
export type Cohort = {
  readonly modelHash: string
  /** Of the file it was read from. */
  readonly sha256: string
  readonly identities: number
  readonly faces: readonly FaceEmbedding[]
}

const maxFaces = 5000
const bytesOfFace = (embeddingLengths.a + embeddingLengths.b + 1) * 2

const cohortSchema = z.strictObject({
  format: z.literal('bai-face-cohort'),
  version: z.literal(1),
  modelHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** How many people the faces are of. */
  identities: z.int().min(1).max(maxFaces),
  /** 512 values of A, 192 of B and the strength, as numbers of 16 bits, in base64. */
  faces: z
    .array(z.base64().length(Math.ceil(bytesOfFace / 3) * 4))
    .min(1)
    .max(maxFaces),
})

/**
 * Reads a cohort from a file.
 * @throws FaceMatchError `cohort_malformed`
 */
export async function parseCohort(json: string, hash: Sha256): Promise<Cohort> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw malformed('', 'must be JSON', cause)
  }
  const parsed = cohortSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw malformed(issue?.path.join('.') ?? '', issue?.message ?? 'has another form')
  }
  const { modelHash, identities, faces } = parsed.data
  return {
    modelHash,
    identities,
    sha256: await hash(new TextEncoder().encode(json)),
    faces: faces.map((text, i) => unpackFace(text, `faces.${i}`)),
  }
}

/** Writes a cohort; the order of the faces is the caller's to shuffle. */
export function formatCohort({ modelHash, identities, faces }: Omit<Cohort, 'sha256'>): string {
  const packed = faces.map(packFace)
  return `${JSON.stringify({ format: 'bai-face-cohort', version: 1, modelHash, identities, faces: packed })}\n`
}

/**
 * The mean likeness of a face to the `top` most similar faces of a cohort. Those as similar as the same person are left
 * out, for they may be the same person.
 * @param samePersonFrom score from which two faces are taken for one person's
 */
export function cohortLikeness(
  { faces }: Cohort,
  face: FaceEmbedding,
  { top, samePersonFrom }: { top: number; samePersonFrom: number },
): number {
  const scores = faces.map((other) => compareEmbeddings(face, other)).filter((score) => score < samePersonFrom)
  const nearest = scores.sort((p, q) => q - p).slice(0, top)
  return nearest.length === 0 ? 0 : nearest.reduce((sum, score) => sum + score, 0) / nearest.length
}

function packFace({ a, b, strength }: FaceEmbedding): string {
  const bytes = writeHalfFloats(Float32Array.of(...a, ...b, strength))
  return btoa(String.fromCharCode(...bytes))
}

function unpackFace(text: string, field: string): FaceEmbedding {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const values = readHalfFloats(bytes)
  const face = {
    a: values.slice(0, embeddingLengths.a),
    b: values.slice(embeddingLengths.a, embeddingLengths.a + embeddingLengths.b),
    strength: values.at(-1)!,
  }
  try {
    compareEmbeddings(face, face)
  } catch (cause) {
    throw malformed(field, 'must be an embedding', cause)
  }
  return face
}

function malformed(field: string, what: string, cause?: unknown) {
  const message = `The cohort is malformed at "${field}": ${what}.`
  return new FaceMatchError('cohort_malformed', message, { field }, { cause })
}
