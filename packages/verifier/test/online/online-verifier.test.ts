// OpenID4VP 1.0 over real HTTP: what a wallet and a relying party see.
import { createHash, X509Certificate } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createDidResolver, keyOf, parseJws, resolveDid, verifyJws } from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import { verifyCertificatePath } from '@bai/credential/x509'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { anchor } from '../support/gate.ts'
import {
  claimsOf,
  KEEPING,
  type Made,
  type OnlineVerifier,
  presentationFor,
  startOnlineVerifier,
  writeBundle,
} from '../support/start-online-verifier.ts'

let verifier: OnlineVerifier
beforeEach(async () => {
  verifier = await startOnlineVerifier()
})
afterEach(() => verifier[Symbol.asyncDispose]())

const resultOf = async ({ id }: Pick<Made, 'id'>) => (await verifier.call(`/requests/${id}`)).body
const requestUriOf = ({ request_uri: address }: Made) => new URL(address).searchParams.get('request_uri') ?? ''

describe('an answer', () => {
  test.each([
    ['by reference, posted', {}],
    ['by reference, encrypted', { response_mode: 'direct_post.jwt' }],
    ['by value, signed', { by_value: true }],
    ['by value, unsigned, named by its redirect_uri', { client_id_prefix: 'redirect_uri' }],
    ['by a certificate’s hash', { client_id_prefix: 'x509_hash' }],
    ['by a host in a certificate, encrypted', { client_id_prefix: 'x509_san_dns', response_mode: 'direct_post.jwt' }],
  ])('to a request %s is decided on', async (_how, body) => {
    const made = await verifier.ask(body)
    expect(await resultOf(made)).toEqual({ id: made.id, policy: 'gate', status: 'pending' })
    const asked = await verifier.read(made)
    expect((await verifier.answer(asked)).status).toBe(200)
    const { status, verdict } = await resultOf(made)
    expect(status).toBe('answered')
    expect(verdict).toMatchObject({ outcome: 'accepted', code: 'accepted', presentedBy: 'online' })
    expect(verdict.credentials[0].claims).toMatchObject({ given_name: 'Anong' })
  })

  test('is encrypted with either of the two methods that HAIP names', async () => {
    for (const enc of ['A128GCM', 'A256GCM']) {
      const made = await verifier.ask({ response_mode: 'direct_post.jwt' })
      expect((await verifier.answer(await verifier.read(made), { enc })).status).toBe(200)
    }
  })

  test('of a revoked credential is rejected, and shows nothing', async () => {
    const made = await verifier.ask()
    await verifier.answer(await verifier.read(made), { revoked: true })
    const { verdict } = await resultOf(made)
    expect(verdict).toMatchObject({ outcome: 'rejected', code: 'credential_revoked', credentials: [] })
  })

  test('to another request is rejected', async () => {
    const [one, other] = [await verifier.read(await verifier.ask()), await verifier.ask()]
    const vpToken = { card: [await presentationFor(one)] }
    await verifier.answer(await verifier.read(other), { vpToken })
    expect((await resultOf(other)).verdict.code).toBe('key_binding_nonce_mismatch')
  })

  test('that says no is told as such, and nothing of its text', async () => {
    const made = await verifier.ask()
    expect((await verifier.answer(await verifier.read(made), { error: 'access_denied' })).status).toBe(200)
    expect(await resultOf(made)).toMatchObject({ status: 'refused', error: 'access_denied' })
    const other = await verifier.ask()
    await verifier.answer(await verifier.read(other), { error: '<script>' })
    expect(await resultOf(other)).toMatchObject({ status: 'refused', error: 'unknown_error' })
  })

  test('counts once, whoever sends it again', async () => {
    const asked = await verifier.read(await verifier.ask())
    const both = await Promise.all([verifier.answer(asked), verifier.answer(asked)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
    expect((await verifier.answer(asked)).body).toMatchObject({ error: 'request_over' })
  })

  test('without its state is refused, and the request stays open for the right one', async () => {
    const made = await verifier.ask()
    const asked = await verifier.read(made)
    expect(await verifier.answer(asked, { state: 'another' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request', code: 'state_mismatch' },
    })
    expect((await verifier.answer(asked)).status).toBe(200)
  })

  test('that cannot be deciphered is refused; so is one in the clear where it has to be encrypted', async () => {
    const asked = await verifier.read(await verifier.ask({ response_mode: 'direct_post.jwt' }))
    const other = await verifier.read(await verifier.ask({ response_mode: 'direct_post.jwt' }))
    const key = other.client_metadata.jwks?.keys[0]
    expect((await verifier.answer(asked, { key: key! })).body.code).toBe('response_undecipherable')
    expect((await verifier.answer({ ...asked, response_mode: 'direct_post' })).body.code).toBe(
      'response_undecipherable',
    )
    expect((await verifier.answer(asked)).status).toBe(200)
  })

  test('that is none closes the request when it comes too often', async () => {
    const asked = await verifier.read(await verifier.ask())
    for (let i = 0; i < 5; i++) expect((await verifier.answer(asked, { state: 'wrong' })).status).toBe(400)
    expect((await verifier.answer(asked)).status).toBe(410)
  })

  test.each([
    ['no form', 'hello', 'text/plain'],
    ['an empty form', '', 'application/x-www-form-urlencoded'],
    ['JSON', '{}', 'application/json'],
    ['a vp_token that is a text', 'vp_token=hello&state=S', 'application/x-www-form-urlencoded'],
    ['a vp_token that is no JSON', 'vp_token=%7B&state=S', 'application/x-www-form-urlencoded'],
    ['a vp_token twice', 'vp_token=%7B%7D&vp_token=%7B%7D&state=S', 'application/x-www-form-urlencoded'],
    ['no vp_token', 'state=S', 'application/x-www-form-urlencoded'],
  ])('as %s is 400', async (_what, body, type) => {
    const asked = await verifier.read(await verifier.ask())
    const response = await fetch(asked.response_uri, {
      method: 'POST',
      headers: { 'content-type': type },
      body: body.replace('S', asked.state),
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
    expect(verifier.faults).toEqual([])
  })

  test('of two megabytes is 413', async () => {
    const asked = await verifier.read(await verifier.ask())
    expect((await verifier.answer(asked, { vpToken: { card: ['x'.repeat(2_000_000)] } })).status).toBe(413)
  })
})

describe('a request', () => {
  test('is signed by the DID in its client_id, and addressed to wallets', async () => {
    const made = await verifier.ask()
    const response = await fetch(requestUriOf(made))
    expect(response.headers.get('content-type')).toBe('application/oauth-authz-req+jwt')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const jws = parseJws(await response.text())
    const did = new URL(made.request_uri).searchParams.get('client_id')?.replace('decentralized_identifier:', '') ?? ''
    const key = keyOf(
      await resolveDid(
        createDidResolver(() => undefined),
        did,
      ),
      `${did}#0`,
      'authentication',
    )
    await verifyJws(jws, [await nodePlatform.importKey(key)], { typ: ['oauth-authz-req+jwt'], what: 'request' })
    expect(jws.header['kid']).toBe(`${did}#0`)
    const claims = claimsOf(await (await fetch(requestUriOf(made))).text()) as unknown as Record<string, unknown>
    expect(claims).toMatchObject({
      aud: 'https://self-issued.me/v2',
      response_type: 'vp_token',
      response_mode: 'direct_post',
      client_id: `decentralized_identifier:${did}`,
      client_name: { th: 'ประตู', en: 'Gate' },
    })
    expect(claims).not.toHaveProperty('iss')
    expect(claims).not.toHaveProperty('redirect_uri')
  })

  test('by a certificate is signed by the leaf whose hash is its name, and the anchor is not sent along', async () => {
    const made = await verifier.ask({ client_id_prefix: 'x509_hash' })
    const jws = parseJws(await (await fetch(requestUriOf(made))).text())
    const [leaf = '', ...others] = jws.header['x5c'] as string[]
    expect(others).toEqual([])
    const hash = createHash('sha256').update(Buffer.from(leaf, 'base64')).digest('base64url')
    expect(new URL(made.request_uri).searchParams.get('client_id')).toBe(`x509_hash:${hash}`)
    const anchorDer = new X509Certificate(verifier.served.developmentAnchor ?? '').raw.toString('base64')
    const { publicJwk } = await verifyCertificatePath([leaf], { anchors: [anchorDer], now: new Date() })
    await verifyJws(jws, [await nodePlatform.importKey(publicJwk)], { what: 'request' })
  })

  test('echoes the wallet’s nonce, and refuses one that is too long', async () => {
    const made = await verifier.ask()
    const post = (body: object) => fetch(requestUriOf(made), { method: 'POST', body: new URLSearchParams({ ...body }) })
    expect(claimsOf(await (await post({ wallet_nonce: 'abc', wallet_metadata: '{}' })).text())).toMatchObject({
      wallet_nonce: 'abc',
    })
    expect(claimsOf(await (await post({})).text())).not.toHaveProperty('wallet_nonce')
    expect((await post({ wallet_nonce: 'x'.repeat(501) })).status).toBe(400)
  })

  test('has a nonce and a key of its own each time', async () => {
    const asked = []
    for (let i = 0; i < 3; i++)
      asked.push(await verifier.read(await verifier.ask({ response_mode: 'direct_post.jwt' })))
    expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(3)
    expect(new Set(asked.map(({ client_metadata: { jwks } }) => jwks?.keys[0]?.x)).size).toBe(3)
    expect(asked[0]).toMatchObject({
      client_metadata: { encrypted_response_enc_values_supported: ['A128GCM', 'A256GCM'] },
    })
    expect(asked[0]?.client_metadata.jwks?.keys[0]).toMatchObject({ alg: 'ECDH-ES', use: 'enc', crv: 'P-256' })
    expect(asked[0]?.client_metadata.jwks?.keys[0]).not.toHaveProperty('d')
  })

  test('is not found by the relying party’s name for it, nor the other way round', async () => {
    const made = await verifier.ask()
    expect((await fetch(`${verifier.url}/vp/requests/${made.id}`)).status).toBe(404)
    const handle = requestUriOf(made).split('/').at(-1)
    expect((await verifier.call(`/requests/${handle}`)).status).toBe(404)
  })

  test('can be dropped, and its outcome with it', async () => {
    const made = await verifier.ask()
    const asked = await verifier.read(made)
    expect((await verifier.call(`/requests/${made.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await verifier.call(`/requests/${made.id}`)).status).toBe(404)
    expect((await verifier.answer(asked)).status).toBe(404)
  })

  test.each([
    [{ policy: 'nobody' }, 404, 'policy_unknown'],
    [{ policy: 'by-hand' }, 409, 'policy_not_online'],
    [{ policy: 'gate', response_mode: 'fragment' }, 400, 'request_malformed'],
    [{ policy: 'gate', client_id_prefix: 'https' }, 400, 'request_malformed'],
    [{ policy: 'gate', redirect_uri: 'http://example.com' }, 400, 'request_malformed'],
    [{ policy: 'gate', redirect_uri: 'javascript:alert(1)' }, 400, 'request_malformed'],
    [{ policy: 'gate', colour: 'red' }, 400, 'request_malformed'],
    [{}, 400, 'request_malformed'],
  ])('for %j is refused with %i %s', async (body, status, code) => {
    const refused = await verifier.call('/requests', { method: 'POST', body: JSON.stringify(body) })
    expect([refused.status, refused.body.code]).toEqual([status, code])
  })
})

describe('on the same device', () => {
  test('the person is sent on with a code, and without it there is no outcome', async () => {
    const made = await verifier.ask({ redirect_uri: 'https://agency.example/back?lang=th' })
    const { body } = await verifier.answer(await verifier.read(made))
    const back = new URL(body.redirect_uri)
    expect(back.href.startsWith('https://agency.example/back?lang=th&response_code=')).toBe(true)
    const code = back.searchParams.get('response_code')
    expect((await verifier.call(`/requests/${made.id}`)).body).toMatchObject({ code: 'response_code_wrong' })
    expect((await verifier.call(`/requests/${made.id}?response_code=guess`)).status).toBe(403)
    expect((await verifier.call(`/requests/${made.id}?response_code=${code}`)).body.verdict.outcome).toBe('accepted')
  })
})

describe('what is kept', () => {
  test('is nothing but the verdict, until the request is dropped', async () => {
    const made = await verifier.ask()
    await verifier.answer(await verifier.read(made))
    const text = JSON.stringify(await resultOf(made))
    for (const trace of ['"cnf"', 'status_list', '"_sd"', 'kb+jwt', 'sd_hash', '~', LIST_INDEX])
      expect(text).not.toContain(trace)
    expect((await verifier.call('/retained')).body).toEqual({ records: [] })
  })

  test('is what the policy says, beyond the request', async () => {
    const made = await verifier.ask({ policy: KEEPING.name })
    await verifier.answer(await verifier.read(made))
    await verifier.call(`/requests/${made.id}`, { method: 'DELETE' })
    const [record] = (await verifier.call('/retained')).body.records
    expect(record).toMatchObject({ policy: 'keeping', outcome: 'accepted', claims: { given_name: 'Anong' } })
    expect(Date.parse(record.until) - Date.parse(record.decidedAt)).toBe(3_600_000)
    expect(Object.keys(record).sort()).toEqual(['claims', 'code', 'decidedAt', 'outcome', 'policy', 'until'])
  })
})
/** As it would stand in a status reference. */
const LIST_INDEX = '"idx"'

test('a page that waits learns that there is an outcome, and not which', async () => {
  const made = await verifier.ask()
  const status = async () => {
    const response = await fetch(made.status_uri)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    return response.json()
  }
  expect(await status()).toEqual({ status: 'pending' })
  await verifier.answer(await verifier.read(made), { revoked: true })
  expect(await status()).toEqual({ status: 'answered' })
})

test('the bundle may be replaced meanwhile; one that is not good leaves the last in use', async () => {
  const decided = async () => {
    const made = await verifier.ask()
    await verifier.answer(await verifier.read(made))
    return (await resultOf(made)).verdict.bundle.sequence
  }
  expect(await decided()).toBe(1)
  await writeBundle(verifier.bundlePath, 2)
  expect(await decided()).toBe(2)
  await writeBundle(verifier.bundlePath, 3, generateNodeSigner())
  expect(await decided()).toBe(2)
  await writeBundle(verifier.bundlePath, 1)
  expect(await decided()).toBe(2)
  expect(verifier.faults.map((fault) => (fault as { code: string }).code)).toEqual([
    'signature_invalid',
    'bundle_rolled_back',
  ])
})

describe('settings', () => {
  const REFUSED = { code: 'service_unsafe' }

  test('a token keeps others out', async () => {
    await using guarded = await startOnlineVerifier({ token: 'a-token-of-some-length' })
    for (const [token, status] of [
      [undefined, 401],
      ['another', 401],
      ['a-token-of-some-length', 201],
    ] as const) {
      const body = JSON.stringify({ policy: 'gate' })
      expect((await guarded.call('/requests', { method: 'POST', body, ...(token && { token }) })).status).toBe(status)
    }
    expect((await guarded.call('/policies')).status).toBe(401)
  })

  test('without one, it does not start where others can reach it', async () => {
    await expect(startOnlineVerifier({ host: '0.0.0.0' })).rejects.toMatchObject(REFUSED)
    await expect(startOnlineVerifier({ publicUrl: 'https://verifier.example' })).rejects.toMatchObject(REFUSED)
  })

  test('under HAIP everything is by reference, by a certificate’s hash, and encrypted', async () => {
    await using haip = await startOnlineVerifier({ haip: true })
    const made = await haip.ask()
    expect(made.request_uri).toContain('client_id=x509_hash')
    const asked = await haip.read(made)
    expect(asked.response_mode).toBe('direct_post.jwt')
    expect((await haip.answer(asked)).status).toBe(200)
    for (const body of [{ by_value: true }, { response_mode: 'direct_post' }, { client_id_prefix: 'redirect_uri' }]) {
      const refused = await haip.call('/requests', {
        method: 'POST',
        body: JSON.stringify({ policy: 'gate', ...body }),
      })
      expect(refused.status).toBeGreaterThanOrEqual(400)
    }
  })

  test('a bundle that does not open is told at start', async () => {
    await expect(startOnlineVerifier({ anchors: [generateNodeSigner().publicJwk] })).rejects.toMatchObject({
      code: 'signature_invalid',
    })
    expect(anchor.publicJwk).toBeDefined()
  })

  test('a webhook is told that there is an outcome, under a signature, and nothing personal', async () => {
    const received: { body: string; signature: unknown }[] = []
    let refuse = true
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        received.push({ body, signature: request.headers['bai-signature'] })
        response.writeHead(refuse ? 503 : 204).end()
        refuse = false
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
      await using told = await startOnlineVerifier({ webhook: { url, secret: 's'.repeat(32) } })
      const made = await told.ask()
      await told.answer(await told.read(made))
      await expect.poll(() => received.length, { timeout: 5000 }).toBe(2)
      const { createHmac } = await import('node:crypto')
      for (const { body, signature } of received) {
        expect(JSON.parse(body)).toEqual({ id: made.id, status: 'answered', outcome: 'accepted' })
        expect(signature).toBe(createHmac('sha256', 's'.repeat(32)).update(body).digest('hex'))
      }
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
