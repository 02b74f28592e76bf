import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OPERATOR_ROUTES } from '../../src/http/operator-routes.ts'
import { OPERATOR_ROLES } from '../../src/operator-ports.ts'
import { accessToken, call, freshNonce, makeProof, postJson, requestCredential } from '../support/protocol.ts'
import { houseLine, NUMBERS, personLine } from '../support/register-lines.ts'
import { OPERATOR_TOKEN, startTestIssuer, type TestIssuer } from '../support/start-test-issuer.ts'

let issuer: TestIssuer
const tokens = new Map<string, string>()
const ids = new Map<string, string>()
beforeAll(async () => {
  issuer = await startTestIssuer([houseLine(), personLine()])
  for (const role of OPERATOR_ROLES) {
    const { status, body } = await operator('/operators', { name: `The ${role}`, role })
    expect(status).toBe(201)
    tokens.set(role, body['token'])
    ids.set(role, body['id'])
  }
})
afterAll(() => issuer.close())

function operator(path: string, body?: object, token: string | undefined = OPERATOR_TOKEN) {
  const url = `${issuer.url}/operator${path}`
  return body === undefined ? call(url, { headers: { authorization: `Bearer ${token}` } }) : postJson(url, body, token)
}

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle?: { stack?: Layer[] } }

/** Every route that the application has, as express keeps them. */
function routesOf(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ route, handle }) =>
    route === undefined
      ? routesOf(handle?.stack ?? [])
      : Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`),
  )
}

describe('roles', () => {
  test('every operator route of the application is in the table, and nothing else is', () => {
    const { stack } = (issuer.app as unknown as { router: { stack: Layer[] } }).router
    const served = routesOf(stack).filter((route) => / \/(?:operator\b|metrics)/.test(route))
    expect(served.sort()).toEqual(OPERATOR_ROUTES.map(({ method, path }) => `${method} ${path}`).sort())
  })

  test.each(OPERATOR_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s lets in whom the table has, and nobody else',
    async (_name, { method, path, roles }) => {
      const url = issuer.url + path.replace(/:[a-z]+/, 'none')
      const send = async (token?: string) =>
        (
          await fetch(url, {
            method,
            headers: { ...(token && { authorization: `Bearer ${token}` }), 'content-type': 'application/json' },
            ...(method === 'POST' && { body: '{}' }),
          })
        ).status
      expect(await send()).toBe(401)
      expect(await send(`bai_op_${'0'.repeat(16)}_${'0'.repeat(64)}`)).toBe(401)
      for (const role of OPERATOR_ROLES) {
        const status = await send(tokens.get(role))
        if (roles.includes(role)) expect([401, 403]).not.toContain(status)
        else expect(status).toBe(403)
      }
    },
  )

  test('an address that is no route is nobody’s', async () => {
    expect((await operator('/secrets', undefined, tokens.get('supervisor'))).status).toBe(403)
    expect((await operator('/enrolments/one/two', undefined, tokens.get('registrar'))).status).toBe(403)
  })

  test('rights end when they are revoked, and by themselves', async () => {
    const { body } = await operator('/operators', { name: 'For a day', role: 'auditor', lifetime_days: 1 })
    expect((await operator('/statistics', undefined, body['token'])).status).toBe(200)
    const then = issuer.clock.now
    issuer.clock.now = new Date(then.getTime() + 86_400_000)
    expect((await operator('/statistics', undefined, body['token'])).status).toBe(401)
    issuer.clock.now = then
    expect((await operator(`/operators/${body['id']}/revocation`, { reason: 'a test' })).status).toBe(200)
    expect((await operator('/statistics', undefined, body['token'])).status).toBe(401)
    expect((await operator(`/operators/${body['id']}/revocation`, { reason: 'a test' })).status).toBe(404)
  })

  test('tokens are not in the database', async () => {
    const rows = JSON.stringify(await issuer.db.selectFrom('operator').selectAll().execute())
    for (const token of tokens.values()) expect(rows).not.toContain(token.split('_').at(-1))
  })
})

describe('what operators see', () => {
  beforeAll(async () => {
    const token = await accessToken(issuer, NUMBERS.head, { types: ['id-card'] })
    const nonce = await freshNonce(issuer)
    const jwt = await Promise.all(Array.from({ length: 6 }, () => makeProof(issuer, nonce)))
    expect((await requestCredential(issuer, token, { proofs: { jwt } })).status).toBe(200)
  })

  test('a registrar looks somebody up, which is noted', async () => {
    const registrar = tokens.get('registrar')
    const { status, body } = await operator('/citizens/search', { citizen_number: NUMBERS.head }, registrar)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      name: { en: { given: 'Somchai' } },
      has_card: true,
      credentials: [{ type: 'id-card', state: 'valid', count: 6, reason: null }],
      wallets: [{ client_id: null, revoked_at: null }],
    })
    const entries = (await operator('/audit')).body['entries']
    expect(entries[0]).toMatchObject({ action: 'citizen_looked_up', actor: `operator:${ids.get('registrar')}` })
    expect(await operator('/citizens/search', { citizen_number: NUMBERS.wife }, registrar)).toMatchObject({
      status: 404,
    })
  })

  test('the audit log tells of no citizen, and its chain holds until somebody changes a row', async () => {
    const auditor = tokens.get('auditor')
    const { body } = await operator('/audit?limit=500', undefined, auditor)
    const text = JSON.stringify(body)
    for (const secret of [NUMBERS.head, issuer.secrets.subjectHash(NUMBERS.head as never), 'Somchai'])
      expect(text).not.toContain(secret)
    const checked = await operator('/audit/check', undefined, auditor)
    expect(checked.body).toMatchObject({ intact: true, first_broken: null })
    expect(checked.body['entries']).toBeGreaterThanOrEqual(body['entries'].length)
    const older = await operator(`/audit?limit=2&before=${body['entries'][1].sequence}`, undefined, auditor)
    expect(older.body['entries'][0].sequence).toBe(body['entries'][2].sequence)
  })

  test('statistics count by day and province, and suppress small counts', async () => {
    await operator('/revocations', { citizen_number: NUMBERS.head, types: ['id-card'], reason: 'lost' })
    const { body } = await operator('/statistics', undefined, tokens.get('auditor'))
    const counts: Record<string, unknown>[] = body['counts']
    expect(counts).toContainEqual(
      expect.objectContaining({ what: 'issued', of: 'id-card', province: 'Bangkok', count: 6 }),
    )
    expect(counts).toContainEqual(expect.objectContaining({ what: 'revoked', of: 'lost', count: 6 }))
    // Two more of another kind are too few to be told, and the other count of that day and kind goes with it.
    const token = await accessToken(issuer, NUMBERS.head, { types: ['house-registration'] })
    const nonce = await freshNonce(issuer)
    const jwt = [await makeProof(issuer, nonce), await makeProof(issuer, nonce)]
    await requestCredential(issuer, token, { credential_configuration_id: 'house-registration', proofs: { jwt } })
    const again: Record<string, unknown>[] = (await operator('/statistics')).body['counts']
    const issued = again.filter(({ what }) => what === 'issued')
    expect(issued.map(({ of, count }) => [of, count])).toEqual([
      ['house-registration', null],
      ['id-card', null],
    ])
  })

  test('the description has every route, and refusals are as it says', async () => {
    const { body } = await operator('/openapi.json', undefined, tokens.get('auditor'))
    const described = Object.entries<object>(body['paths']).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{([a-z]+)\}/g, ':$1')}`),
    )
    expect(described.sort()).toEqual(OPERATOR_ROUTES.map(({ method, path }) => `${method} ${path}`).sort())
    const valid = new Ajv2020().compile(body['components'].schemas.Problem)
    for (const refusal of [
      await operator('/citizens/search', { citizen_number: '1' }),
      await operator('/audit?limit=0'),
      await operator('/operators', { name: 'x', role: 'king' }),
      await operator('/statistics?from=yesterday'),
      await operator('/operators', { name: 'a\u0000b', role: 'auditor' }),
      await operator('/revocations', { citizen_number: NUMBERS.head, reason: 'half \ud800' }),
    ]) {
      expect(refusal.status).toBe(400)
      expect(valid(refusal.body), JSON.stringify(valid.errors)).toBe(true)
    }
  })
})

test('nothing went wrong inside', () => {
  expect(issuer.reported).toEqual([])
})
