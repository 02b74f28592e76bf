import { readFile } from 'node:fs/promises'
import { listPortraits, portraitPath } from '../synthetic-register/generate-register.ts'

/**
 * The path of a rendered person's selfie, of whom none of the given pictures is: whoever tries the story with pictures out
 * of the synthetic register must not meet themselves as the impostor.
 *
 * @param pictures the files of the person who enrols, as they were read
 */
export async function impostorSelfie(pictures: readonly Uint8Array[]): Promise<string> {
  for (const { idPortrait, selfies } of listPortraits()) {
    const rendered = await Promise.all([idPortrait, ...selfies].map((file) => readFile(portraitPath(file))))
    if (rendered.some((file) => pictures.some((picture) => file.equals(picture)))) continue
    return portraitPath(selfies[0]!)
  }
  throw new TypeError('The pictures given are those of everybody in the synthetic register.')
}
