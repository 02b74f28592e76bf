import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/**
 * What cannot be avoided of issuing over HTTP: node:http, JSON, one ES256 verify for each proof and one ES256 sign for each
 * credential, over as many bytes as ours. No rules, no database, no framework.
 *
 * @param characters of one credential
 */
export async function startBareIssuer(characters: number) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const nonce = JSON.stringify({ c_nonce: randomBytes(32).toString('base64url') })
  // A third of a credential is what is signed, the rest its disclosures.
  const disclosures = 'A'.repeat(Math.floor((characters * 2) / 3))
  const signed = Buffer.from('A'.repeat(Math.max(0, characters - disclosures.length - 88)))

  function issue(proof: string): { credential: string } {
    const [header = '', payload = '', signature = ''] = proof.split('.')
    const { jwk } = JSON.parse(Buffer.from(header, 'base64url').toString())
    const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
    const good = verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))
    if (!good) throw new Error('The proof is not good.')
    const made = sign('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')
    return { credential: `${signed.toString('latin1')}.${made}~${disclosures}~` }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    response.setHeader('content-type', 'application/json')
    if (request.url === '/nonce') response.end(nonce)
    else {
      const { proofs } = JSON.parse(body.toString()) as { proofs: { jwt: readonly string[] } }
      response.end(JSON.stringify({ credentials: proofs.jwt.map(issue) }))
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    name: 'bare node:http',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'none',
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
