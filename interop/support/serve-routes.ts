import type { IncomingMessage, RequestListener } from 'node:http'

export type Received = {
  readonly method: 'GET' | 'POST'
  /** Whole, as a proof names it. */
  readonly url: string
  readonly headers: Headers
  readonly query: URLSearchParams
  readonly body: string
}
export type Answer = {
  readonly status?: number
  readonly location?: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly text?: string
}
export type Routes = Readonly<Record<string, (received: Received) => Answer | Promise<Answer>>>

/** Serves JSON by path. @param answerTo what an error is told as; `undefined` where it is a fault */
export function serveRoutes(
  origin: string,
  routes: Routes,
  answerTo: (error: unknown) => Answer | undefined = () => undefined,
): RequestListener {
  return async (request, response) => {
    const received = await read(request, origin)
    const { pathname } = new URL(received.url)
    const answer = await Promise.resolve(routes[pathname]?.(received) ?? { status: 404 }).catch(answerTo)
    const {
      status = 200,
      body,
      location,
      text = body === undefined ? undefined : JSON.stringify(body),
    } = answer ?? ({ status: 500 } as Answer)
    const headers = { 'content-type': 'application/json', ...(location !== undefined && { location }) }
    response.writeHead(status, headers).end(text)
  }
}

async function read(request: IncomingMessage, origin: string): Promise<Received> {
  let body = ''
  for await (const chunk of request) body += chunk
  const { href, searchParams: query } = new URL(request.url ?? '', origin)
  const headers = new Headers(request.headers as Record<string, string>)
  return { method: request.method as 'GET' | 'POST', url: href.split('?')[0] ?? '', headers, query, body }
}
