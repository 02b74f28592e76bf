import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { webAppRouter } from '@bai/web-app/node'
import type { Router } from 'express'
import { type WalletConfigInput, WalletConfigSchema } from '../src/wallet-config.ts'

export type WalletAppOptions = {
  /** Folder of the built wallet. */
  readonly assets: string
  /** Becomes `config.json`; checked before anything is served. */
  readonly config: WalletConfigInput
  /** Development only. */
  readonly allowLoopbackHttp: boolean
}

/** Of the source and of what is compiled from it. */
const BUILDS = ['../pwa/dist', '../../pwa/dist'].map((path) => fileURLToPath(new URL(path, import.meta.url)))

/** Where the wallet was built (`pnpm build:wallet`); undefined where it was not. */
export function builtWalletApp(): string | undefined {
  return BUILDS.find((folder) => existsSync(`${folder}/index.html`))
}

/**
 * Serves the wallet in the browser below whatever path it is mounted at. It calls whatever issuer and verifier its person
 * deals with, so any https address may be connected to, and nothing else.
 *
 * @throws ZodError for a configuration that no wallet would start with
 */
export function walletAppRouter({ assets, config, allowLoopbackHttp }: WalletAppOptions): Router {
  WalletConfigSchema.parse(config)
  const loopback = allowLoopbackHttp ? ['http://127.0.0.1:*', 'http://localhost:*'] : []
  return webAppRouter({ assets, config, connectTo: ['https:', ...loopback] })
}
