// OpenID4VP 1.0, sections 8.2, 8.3 and 8.5: what answers look like, beside those that presentations are in.
import { CompactEncrypt } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Asked,
  type OnlineVerifier,
  presentationFor,
  startOnlineVerifier,
} from '../support/start-online-verifier.ts'

let verifier: OnlineVerifier
beforeAll(async () => {
  verifier = await startOnlineVerifier()
})
afterAll(() => verifier[Symbol.asyncDispose]())

async function encryptFor({ client_metadata }: Asked, members: object, header: object = {}) {
  const key = client_metadata.jwks?.keys[0]
  if (key?.kid === undefined) throw new TypeError('The request has no key with a name.')
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(members)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: key.kid, ...header })
    .setKeyManagementParameters({ apu: new Uint8Array([1]), apv: new TextEncoder().encode('nonce') })
    .encrypt(key)
}

function post({ response_uri }: Asked, fields: Record<string, string>) {
  return fetch(response_uri, { method: 'POST', body: new URLSearchParams(fields) })
}

describe('direct_post.jwt', () => {
  test('a refusal may be encrypted too', async () => {
    const made = await verifier.ask({ response_mode: 'direct_post.jwt' })
    const asked = await verifier.read(made)
    const response = await encryptFor(asked, { error: 'access_denied', state: asked.state })
    expect((await post(asked, { response })).status).toBe(200)
    expect((await verifier.call(`/requests/${made.id}`)).body).toMatchObject({
      status: 'refused',
      error: 'access_denied',
    })
  })

  test('parties that the wallet names (apu, apv) are part of the key, as RFC 7518, section 4.6.2 has it', async () => {
    const made = await verifier.ask({ response_mode: 'direct_post.jwt' })
    const asked = await verifier.read(made)
    const vp_token = { card: [await presentationFor(asked)] }
    expect((await post(asked, { response: await encryptFor(asked, { vp_token, state: asked.state }) })).status).toBe(
      200,
    )
    expect((await verifier.call(`/requests/${made.id}`)).body.verdict.code).toBe('accepted')
  })

  test('another kid than that of the verifier’s key is refused', async () => {
    const asked = await verifier.read(await verifier.ask({ response_mode: 'direct_post.jwt' }))
    const vp_token = { card: [await presentationFor(asked)] }
    const response = await encryptFor(asked, { vp_token, state: asked.state }, { kid: 'another' })
    const answer = await post(asked, { response })
    expect([answer.status, (await answer.json()).code]).toEqual([400, 'response_undecipherable'])
  })

  test('the state stands inside; beside what is encrypted it counts for nothing', async () => {
    const asked = await verifier.read(await verifier.ask({ response_mode: 'direct_post.jwt' }))
    const vp_token = { card: [await presentationFor(asked)] }
    const answer = await post(asked, { response: await encryptFor(asked, { vp_token }), state: asked.state })
    expect([answer.status, (await answer.json()).code]).toEqual([400, 'state_mismatch'])
  })
})

test('one presentation that stands alone instead of in a list is no answer to 1.0 (section 8.1)', async () => {
  const made = await verifier.ask()
  const asked = await verifier.read(made)
  const vp_token = JSON.stringify({ card: await presentationFor(asked) })
  expect((await post(asked, { vp_token, state: asked.state })).status).toBe(200)
  expect((await verifier.call(`/requests/${made.id}`)).body.verdict.code).toBe('answer_malformed')
})

test('a refused person goes on too, with a code (section 8.2)', async () => {
  const made = await verifier.ask({ redirect_uri: 'https://agency.example/back' })
  const asked = await verifier.read(made)
  const { body } = await verifier.answer(asked, { error: 'access_denied' })
  const code = new URL(body.redirect_uri).searchParams.get('response_code')
  expect((await verifier.call(`/requests/${made.id}?response_code=${code}`)).body.status).toBe('refused')
})
