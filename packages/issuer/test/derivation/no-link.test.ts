import { randomBytes } from 'node:crypto'
import {
  type CredentialType,
  disclosureFrameOf,
  houseRegistration,
  isJsonObject,
  issueSdJwt,
  type Json,
  type JsonObject,
  nationalIdCard,
  parseDisclosure,
  parseJsonObject,
  parseSdJwt,
  reconstructClaims,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform } from '@bai/credential/node'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveClaims } from '../../src/derivation/derive-claims.ts'
import { EXAMPLES, exampleDerivation } from './example-derivations.ts'

const NOW = new Date('2026-11-23T11:30:00Z')
const NUMBER = '1999900000005'
const WINDOW = 8
const ISSUER = { id: 'did:web:register.example', name: { th: 'ทะเบียน', en: 'Register' } }
const signer = await generateNodeSigner()
const record = { status: 'enrolled', student_number: '650001', faculty: 'Science' }

function random(): string {
  return randomBytes(32).toString('base64url')
}

/** A copy as the population register issues it, and every value in it that no other copy has. */
async function issueCopy(type: CredentialType, claims: JsonObject) {
  const [x, y, uri, jti] = [random(), random(), random(), random()]
  const cnf = { jwk: { kty: 'EC', crv: 'P-256', x, y } }
  const status = { status_list: { idx: 812_733, uri: `https://register.example/${uri}` } }
  const payload = { iss: ISSUER.id, vct: type.vct, jti, cnf, status, ...claims }
  const text = await issueSdJwt(
    { header: { typ: 'dc+sd-jwt', alg: 'ES256' }, claims: payload, frame: disclosureFrameOf(type) },
    { platform: nodePlatform, randomBytes: (length) => new Uint8Array(randomBytes(length)), signer },
  )
  const { jws, disclosures } = parseSdJwt(text)
  const signed = parseJsonObject(jws.payload, 'payload')
  const opened = disclosures.map(parseDisclosure)
  const salts = disclosures.map(
    (disclosure) => JSON.parse(Buffer.from(disclosure, 'base64url').toString())[0] as string,
  )
  const digests = [signed, ...opened.map(({ value }) => value)].flatMap(digestsIn)
  const digest = (disclosure: string) => nodePlatform.digest('sha-256', disclosure)
  return {
    // With cnf, status and the rest in it: more than a verifier would hand on.
    claims: reconstructClaims(signed, disclosures, digest).claims,
    technical: [text.split('~')[0]!.split('.')[2]!, x, y, uri, jti, ...salts, ...digests],
  }
}

function digestsIn(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(digestsIn)
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) =>
    name === '_sd' || name === '...' ? [member].flat().map(String) : digestsIn(member),
  )
}

function windowsOf(text: string): readonly string[] {
  return Array.from({ length: text.length - WINDOW + 1 }, (_, i) => text.slice(i, i + WINDOW))
}

const text = fc.string({ minLength: 1, maxLength: 30 })
const name = fc.record({ title: text, given_name: text, family_name: text })

test('nothing of a copy but what the person showed is in what is derived from it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EXAMPLES), name, name, text, async (example, own, other, province) => {
      const row = { personal_administrative_number: NUMBER, birthdate: '1980', name_th: own, role: 'head' }
      const card = await issueCopy(nationalIdCard, {
        personal_administrative_number: NUMBER,
        name_th: own,
        given_name: own.given_name,
        family_name: own.family_name,
        birthdate: '1980',
        age_equal_or_over: { '20': true },
        portrait: `data:image/jpeg;base64,${randomBytes(90).toString('base64')}`,
      })
      const house = await issueCopy(houseRegistration, {
        address: { province: { th: province, en: province } },
        members: [
          { ...row, is_holder: true },
          { birthdate: '2015', name_th: other, role: 'resident', is_holder: false },
        ],
      })
      const presented = new Map([
        ['id_card', { vct: nationalIdCard.vct, claims: card.claims, issuer: ISSUER, level: 'high' as const }],
        ['house', { vct: houseRegistration.vct, claims: house.claims, issuer: ISSUER, level: 'high' as const }],
      ])
      const derived = JSON.stringify(deriveClaims(exampleDerivation(example), { presented, record, now: NOW }))
      expect(derived).not.toContain('812733')
      const technical = [...card.technical, ...house.technical]
      // Five signatures' worth at least, or the test would look for nothing.
      expect(technical.length).toBeGreaterThan(20)
      expect(technical.flatMap(windowsOf).filter((window) => derived.includes(window))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('the provenance of a day is the same for everybody', async () => {
  const evidence = async () => {
    const { claims } = await issueCopy(nationalIdCard, { age_equal_or_over: { '20': true }, portrait: random() })
    const presented = new Map([
      ['id_card', { vct: nationalIdCard.vct, claims, issuer: ISSUER, level: 'high' as const }],
    ])
    return deriveClaims(exampleDerivation('over-20'), { presented, now: NOW })['evidence']
  }
  expect(await evidence()).toEqual(await evidence())
})
