import { type AnyFaceMatchError, type FaceEmbedding, FaceMatchError, type FaceMeasures } from '../src/index.ts'

/** What a worker is asked: a picture as a file, and whether to refuse what is not good enough for a decision. */
export type DescribeJob = { file: Uint8Array; strict: boolean }

/** A face without its mesh: what goes from a worker to whoever asked. */
export type DescribedPicture = FaceMeasures & {
  embedding: FaceEmbedding
  /** What is wrong with the picture; always empty when it was asked strictly. */
  problems: readonly AnyFaceMatchError[]
}

/** An error as it crosses between threads: errors lose their class there. */
export type PlainError = Pick<FaceMatchError, 'code' | 'message' | 'details'>

export type DescribeAnswer =
  | { picture: Omit<DescribedPicture, 'problems'> & { problems: readonly PlainError[] } }
  | { refused: PlainError }

export function toPlainError({ code, message, details }: FaceMatchError): PlainError {
  return { code, message, details }
}

/** @throws FaceMatchError the one that the worker met */
export function readAnswer(answer: DescribeAnswer): DescribedPicture {
  if ('refused' in answer) throw fromPlainError(answer.refused)
  return { ...answer.picture, problems: answer.picture.problems.map(fromPlainError) }
}

export function fromPlainError({ code, message, details }: PlainError): AnyFaceMatchError {
  return new FaceMatchError(code, message, details) as AnyFaceMatchError
}
