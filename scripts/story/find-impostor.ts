import { readFile } from 'node:fs/promises'
import { listPortraits, portraitPath } from '../synthetic-register/generate-register.ts'
import type { EnrolledFace } from './enrol.ts'

/**
 * The face of a rendered person, of whom none of the given pictures is: whoever tries the story with pictures out of the
 * synthetic register must not meet themselves as the impostor.
 *
 * @param pictures the files of the person who enrols, as they were read
 */
export async function findImpostor(pictures: readonly Uint8Array[]): Promise<EnrolledFace> {
  for (const { idPortrait, selfies } of listPortraits()) {
    const rendered = await Promise.all([idPortrait, ...selfies].map((file) => readFile(portraitPath(file))))
    if (rendered.some((file) => pictures.some((picture) => file.equals(picture)))) continue
    return { filmed: rendered[0]!, selfie: rendered[1]! }
  }
  throw new TypeError('The pictures given are those of everybody in the synthetic register.')
}
