import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import express, { type RequestHandler, Router } from 'express'

/** Where pages find their scripts. */
export const ASSETS_PATH = '/assets'

const FONT_PACKAGE = '@fontsource-variable/noto-sans-thai/files'
/** A font that sets Thai well: few machines outside Thailand have one. Latin letters are the reader's own. */
const FONT_FILE = 'noto-sans-thai-thai-wght-normal.woff2'
export const FONT_PATH = `${ASSETS_PATH}/${FONT_FILE}`

/** The scripts of the pages, as they lie in the package, and their font: what a browser runs is what can be read there. */
export function serveAssets(): RequestHandler {
  const { resolve } = createRequire(import.meta.url)
  const root = dirname(resolve('@bai/issuer/package.json'))
  const font = resolve(`${FONT_PACKAGE}/${FONT_FILE}`)
  const router = Router()
  router.get(`/${FONT_FILE}`, (_request, response) => {
    // Package managers keep packages in folders with a dot.
    response.sendFile(font, { maxAge: '30d', immutable: true, dotfiles: 'allow' })
  })
  router.use(express.static(join(root, 'public'), { index: false, maxAge: '1h' }))
  return router
}
