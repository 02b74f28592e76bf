import { webAppRouter } from '@bai/web-app/node'
import type { Router } from 'express'
import { type KioskConfigInput, KioskConfigSchema } from '../src/kiosk-config.ts'

export type KioskRouterOptions = {
  /** Folder of the built kiosk. */
  readonly assets: string
  /** Becomes `config.json`; checked before anything is served. */
  readonly config: KioskConfigInput
}

/**
 * Serves the kiosk below whatever path it is mounted at. The bundle's address alone may be on another host.
 *
 * @throws ZodError for a configuration that no kiosk would start with
 */
export function kioskRouter({ assets, config }: KioskRouterOptions): Router {
  const { bundle } = KioskConfigSchema.parse(config)
  return webAppRouter({ assets, config, connectTo: URL.canParse(bundle) ? [new URL(bundle).origin] : [] })
}
