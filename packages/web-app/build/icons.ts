import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Plugin } from 'vite'

const SIZES = [192, 512]

/**
 * The icon, also in the sizes that home screens ask for, and the manifest that names them.
 *
 * @param folder with `icon.svg` and `manifest.webmanifest`; a path
 */
export function icons(folder: string): Plugin {
  const source = (name: string) => readFile(join(folder, name))
  return {
    name: 'bai-icons',
    apply: 'build',
    async buildStart() {
      for (const fileName of ['icon.svg', 'manifest.webmanifest']) {
        this.emitFile({ type: 'asset', fileName, source: await source(fileName) })
      }
      for (const size of SIZES) {
        const png = await sharp(await source('icon.svg'))
          .resize(size)
          .png()
          .toBuffer()
        this.emitFile({ type: 'asset', fileName: `icon-${size}.png`, source: png })
      }
    },
  }
}
