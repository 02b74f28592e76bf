import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { IssuerError } from '../src/index.ts'

export type GracefulServer = {
  readonly port: number
  /** Answers requests from now on; those before got 503. */
  serve(handler: (request: IncomingMessage, response: ServerResponse) => void): void
  /** Takes no more connections, and waits for the requests under way. @returns how many were cut off in the end */
  stop(graceMilliseconds: number): Promise<number>
}

/** The head of a request must be there by then, all of it by then, and a connection may be idle for so long. */
const HEADERS_TIMEOUT_MILLISECONDS = 10_000
const REQUEST_TIMEOUT_MILLISECONDS = 30_000
/** Longer than the idle time of usual proxies (60 s), or they send a request into a connection that is being closed. */
const KEEP_ALIVE_MILLISECONDS = 65_000
/** Two attestations, a DPoP proof and a token fit. More is answered with 431 by Node. */
const MAX_HEADER_BYTES = 32 * 1024
/** Opening the database and signing the first lists takes some seconds. */
const RETRY_SECONDS = 5
const MAX_REQUESTS_A_CONNECTION = 10_000

/**
 * A server that listens, with limits on what a caller may take of it.
 *
 * @param at port 0 takes a free one
 * @throws IssuerError `port_in_use`
 */
export async function openServer(at: { readonly host: string; readonly port: number }): Promise<GracefulServer> {
  const server = createServer({
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    headersTimeout: HEADERS_TIMEOUT_MILLISECONDS,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    maxHeaderSize: MAX_HEADER_BYTES,
  })
  server.maxRequestsPerSocket = MAX_REQUESTS_A_CONNECTION
  await listen(server, at)
  const underWay = new Set<ServerResponse>()
  let stopping = false
  let answer: Parameters<GracefulServer['serve']>[0] = (_request, response) => {
    response.writeHead(503, { 'retry-after': String(RETRY_SECONDS) }).end()
  }
  server.on('request', (request, response: ServerResponse) => {
    underWay.add(response)
    if (stopping) response.setHeader('connection', 'close')
    response.on('close', () => underWay.delete(response))
    answer(request, response)
  })
  return {
    port: (server.address() as AddressInfo).port,
    serve: (handler) => {
      answer = handler
    },
    stop: async (graceMilliseconds) => {
      stopping = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A connection that stayed open would bring the next request.
      for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close')
      const enough = new AbortController()
      await Promise.race([closed, wait(graceMilliseconds, undefined, enough).catch(() => {})])
      enough.abort()
      const cut = underWay.size
      server.closeAllConnections()
      await closed
      return cut
    },
  }
}

async function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const message = `Port ${port} cannot be listened on (${cause.code}); stop what uses it, or choose another with --port.`
      reject(new IssuerError('port_in_use', message, { port }, { cause }))
    })
    server.listen(port, host)
  })
}
