import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

export type ListedPicture = { readonly path: string; readonly identity: string }

const PICTURE = /\.(jpe?g|png|webp)$/i

/**
 * The pictures of a folder and whose they are: pictures in a folder of their own are one person's, and each picture that
 * lies directly in the folder is another's.
 */
export async function listPictures(folder: string): Promise<readonly ListedPicture[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && PICTURE.test(entry.name))
    .map((entry) => {
      const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
      return { path, identity: path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : path }
    })
    .sort((p, q) => (p.path < q.path ? -1 : 1))
}
