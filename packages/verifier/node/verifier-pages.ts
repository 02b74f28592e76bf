import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { PublicJwk } from '@bai/credential'
import type { Router } from 'express'
import type { Policy } from '../src/index.ts'
import { distributeBundle } from './distribute-bundle.ts'
import { kioskRouter } from './serve-kiosk.ts'

export type VerifierPagesInput = {
  /** Left out: there is nothing for a kiosk to rest on. */
  readonly bundlePath: string | undefined
  readonly anchors: readonly PublicJwk[]
  readonly policies: readonly Policy[]
  readonly kioskName: { readonly th: string; readonly en: string }
}

/** Of the source and of what is compiled from it. */
const KIOSKS = ['../kiosk/dist', '../../kiosk/dist'].map((path) => fileURLToPath(new URL(path, import.meta.url)))

/** Where the kiosk was built (`pnpm build:kiosk`); undefined where it was not. */
export function builtKiosk(): string | undefined {
  return KIOSKS.find((folder) => existsSync(`${folder}/index.html`))
}

/** What a verifier serves beside OpenID4VP: its bundle, and the kiosk that rests on it. */
export function verifierPages(input: VerifierPagesInput): readonly (readonly [path: string, Router])[] {
  const { bundlePath, anchors, policies, kioskName } = input
  if (bundlePath === undefined) return []
  const assets = builtKiosk()
  const config = { anchors: [...anchors], bundle: '../bundle', policies: [...policies], kiosk_name: kioskName }
  return [
    ['/bundle', distributeBundle(bundlePath)],
    ...(assets === undefined ? [] : [['/kiosk', kioskRouter({ assets, config })] as const]),
  ]
}
