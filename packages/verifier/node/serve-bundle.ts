import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { distributeBundle } from './distribute-bundle.ts'
import { httpAddress } from './http-address.ts'

export type ServeBundleInput = {
  /** Of the bundle; it may be replaced while it is served. */
  readonly path: string
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
}

/** Distributes a bundle on a port of its own. TLS is for the proxy in front. */
export async function serveBundle({ path, host, port }: ServeBundleInput): Promise<AsyncDisposable & { url: string }> {
  const app = express().disable('x-powered-by').disable('etag').use('/', distributeBundle(path))
  const server = createServer(app)
  server.listen(port, host)
  await once(server, 'listening')
  return {
    url: `${httpAddress(host, (server.address() as AddressInfo).port)}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
