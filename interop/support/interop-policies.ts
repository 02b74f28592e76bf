import { type Policy, PolicySchema } from '@bai/verifier'

const ID_CARD = 'urn:bai:th:id-card:1'
const HOUSE = 'urn:bai:th:house-registration:1'
const W3C_ID_CARD = ['VerifiableCredential', 'ThaiNationalIdCard']

function policy(name: string, credentials: readonly object[]): Policy {
  return PolicySchema.parse({
    name,
    client_name: { th: 'เคาน์เตอร์ทดสอบ', en: 'Test counter' },
    purpose: { th: 'ทดสอบกระเป๋าเอกสาร', en: 'To try a wallet' },
    dcql_query: { credentials },
  })
}

function sdJwtVc(id: string, vct: string, ...paths: readonly (readonly (string | null)[])[]) {
  return { id, format: 'dc+sd-jwt', meta: { vct_values: [vct] }, claims: paths.map((path) => ({ path })) }
}

function w3c(format: 'vc+sd-jwt' | 'jwt_vc_json') {
  const claims = [{ path: ['credentialSubject', 'given_name'] }]
  return { id: 'card', format, meta: { type_values: [W3C_ID_CARD] }, claims }
}

/** A type that only others issue. */
export const MEMBERSHIP = 'urn:example:membership'

/** What wallets are asked for, in each format that our issuer has. */
export const INTEROP_POLICIES = [
  policy('card', [sdJwtVc('card', ID_CARD, ['given_name'], ['age_equal_or_over', '20'])]),
  policy('card-and-house', [
    sdJwtVc('card', ID_CARD, ['given_name'], ['family_name']),
    sdJwtVc('house', HOUSE, ['house_code'], ['address', 'province']),
  ]),
  policy('members', [sdJwtVc('house', HOUSE, ['members', null, 'role'])]),
  policy('card-w3c', [w3c('vc+sd-jwt')]),
  policy('card-jwt', [w3c('jwt_vc_json')]),
  policy('membership', [sdJwtVc('card', MEMBERSHIP, ['level'])]),
]
