import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import express, { type RequestHandler } from 'express'

/** Where pages find their scripts. */
export const ASSETS_PATH = '/assets'

/** The scripts of the pages, as they lie in the package: what a browser runs is what can be read there. */
export function serveAssets(): RequestHandler {
  const root = dirname(createRequire(import.meta.url).resolve('@bai/issuer/package.json'))
  return express.static(join(root, 'public'), { index: false, dotfiles: 'ignore', fallthrough: true, maxAge: '1h' })
}
