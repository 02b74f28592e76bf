import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { type WalletAppOptions, walletAppRouter } from './wallet-app-router.ts'

export type ServeWalletAppOptions = WalletAppOptions & { readonly host: string; readonly port: number }

export type ServedWalletApp = AsyncDisposable & { readonly url: string }

/** Serves the wallet at the root of a server of its own: its origin is the boundary of what it keeps. */
export async function serveWalletApp({ host, port, ...options }: ServeWalletAppOptions): Promise<ServedWalletApp> {
  const app = express().disable('x-powered-by')
  app.use(walletAppRouter(options))
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = app.listen(port, host, () => resolve(listening))
    listening.once('error', reject)
  })
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
