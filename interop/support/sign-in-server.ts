import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { serveLoopback } from './serve-loopback.ts'

export const SIGN_IN_CLIENT = { clientId: 'issuer', clientSecret: 'a secret of the test' } as const

/**
 * The server at which a person signs in, for issuers that send them to another one: everybody is let in at once. Codes are
 * good once, and for whoever has the code verifier (RFC 7636).
 */
export async function startSignInServer() {
  const server = await serveLoopback()
  const challenges = new Map<string, string>()

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const code = randomUUID()
    challenges.set(code, query.get('code_challenge') ?? '')
    const back = new URL(query.get('redirect_uri') ?? '')
    for (const [name, value] of Object.entries({ code, state: query.get('state') ?? '', iss: server.url }))
      back.searchParams.set(name, value)
    response.writeHead(302, { location: back.href }).end()
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += chunk
    const form = new URLSearchParams(body)
    const code = form.get('code') ?? ''
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const good = challenges.get(code) === challenge && form.get('client_secret') === SIGN_IN_CLIENT.clientSecret
    challenges.delete(code)
    const answer = good ? { access_token: randomUUID(), token_type: 'Bearer' } : { error: 'invalid_grant' }
    respond(response, answer, good ? 200 : 400)
  }

  server.serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', server.url)
    if (pathname === '/authorize') return authorize(searchParams, response)
    if (pathname === '/token') return void token(request, response)
    respond(response, {
      issuer: server.url,
      authorization_endpoint: `${server.url}/authorize`,
      token_endpoint: `${server.url}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    })
  })
  return { url: server.url, close: server.close }
}

function respond(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
