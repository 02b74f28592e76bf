import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A published package, pinned to its bytes. */
export type NpmPackage = {
  name: string
  version: string
  /** As in a lock file: `sha512-` and base64 over the tarball. */
  integrity: string
  licence: string
}

/** Downloads a package with `npm pack` and returns a reader of the files inside, after checking its integrity. */
export async function fetchNpmPackage(
  pinned: NpmPackage,
  directory: string,
): Promise<(path: string) => Promise<Buffer>> {
  const packed = await run('npm', [
    'pack',
    `${pinned.name}@${pinned.version}`,
    '--json',
    '--pack-destination',
    directory,
  ])
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }]
  const tarball = join(directory, filename.replace('@', '').replace('/', '-'))
  const digest = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')
  if (`sha512-${digest}` !== pinned.integrity) {
    throw new Error(`${pinned.name}@${pinned.version} is not the pinned package: expected ${pinned.integrity}`)
  }
  return async (path) => {
    const extracted = await run('tar', ['-xzOf', tarball, `package/${path}`], {
      encoding: 'buffer',
      maxBuffer: 64 * 1024 * 1024,
    })
    return extracted.stdout
  }
}
