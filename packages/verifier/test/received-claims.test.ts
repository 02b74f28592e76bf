import { nodePlatform } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { receivedClaims } from '../src/index.ts'
import { CLAIMS, FRAME, holder, issuer, NOW, OTHER_VCT, queryOf, requestOf, VCT } from './support/gate.ts'
import { issue, present } from './support/parties.ts'
import { presentJwt, presentW3c, W3C_TYPE } from './support/w3c.ts'

const request = requestOf({ credentials: [queryOf([['given_name'], ['address', 'road'], ['members', null, 'id']])] })
const received = (answer: unknown, asked = request) => receivedClaims(answer, asked, nodePlatform)

async function answerWith(disclose: readonly string[], claims = CLAIMS) {
  const credential = await issue(issuer, { claims, frame: FRAME })
  return { card: [await present(credential, { holder, request, now: NOW, disclose })] }
}

describe('what came of what was asked for', () => {
  test('is told by the paths of the request', async () => {
    expect(await received(await answerWith(['given_name', 'address', 'road', 'first']))).toEqual([
      { vct: VCT, paths: [['given_name'], ['address', 'road'], ['members', null, 'id']] },
    ])
  })

  test('is less where less was shown, and never more than was asked for', async () => {
    expect(received(await answerWith(['given_name', 'family_name', 'birthdate', 'address']))).toEqual([
      { vct: VCT, paths: [['given_name']] },
    ])
  })

  test('is the same whether or not the credential is any good', async () => {
    const [token = ''] = (await answerWith(['given_name'])).card
    const [jwt = ''] = token.split('~')
    const forged = token.replace(jwt, `${jwt.slice(0, jwt.lastIndexOf('.'))}.${'A'.repeat(86)}`)
    expect(received({ card: [forged] })).toEqual(received({ card: [token] }))
  })

  test.each([
    ['SD-JWT', () => presentW3c()],
    ['SD-JWT in an envelope', () => presentW3c({ form: 'envelope' })],
    ['JWT', () => presentJwt()],
  ])('is read of a W3C credential as %s', async (_form, make) => {
    const { request: asked, changed } = await make()
    expect(received({ card: [changed?.('')] }, asked as typeof request)).toEqual([
      { vct: W3C_TYPE, paths: [['credentialSubject', 'given_name']] },
    ])
  })

  test('has no type that was not asked for', async () => {
    expect(received(await answerWith(['given_name'], { ...CLAIMS, vct: OTHER_VCT }))).toEqual([])
  })
})

test.each([
  undefined,
  'hello',
  {},
  { card: ['hello'] },
  { card: ['a.b.c~'] },
  { other: ['a.b.c~'] },
  { card: 'a.b.c~' },
])('nothing came with %j', (answer) => {
  expect(received(answer)).toEqual([])
  for (const format of ['vc+sd-jwt', 'jwt_vc_json'] as const) {
    const meta = { type_values: [[W3C_TYPE]] }
    expect(received(answer, requestOf({ credentials: [{ id: 'card', format, meta }] }))).toEqual([])
  }
})
