import { type DisclosureFrame, type IssueSdJwtInput, issueSdJwt, type JsonObject } from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'

export const issuer = generateNodeSigner()
export const holder = generateNodeSigner()
export const VCT = 'urn:bai:bench:1'
export const NOW = new Date('2026-11-23T09:00:00Z')
const seconds = NOW.getTime() / 1000

const names = [
  'personal_administrative_number',
  'given_name',
  'family_name',
  'given_name_th',
  'family_name_th',
  'title',
  'sex',
  'birthdate',
  'birth_place',
  'nationality',
  'blood_type',
  'document_number',
  'issue_place',
  'date_of_issuance',
  'date_of_expiry',
  'registration_office',
  'house_code',
  'phone_number',
]
const addressParts = ['house_number', 'village_number', 'road', 'subdistrict']
const ages = ['15', '18', '20', '60']

/** 20 claims at the top and 8 in two of them, all withheld singly: 28 disclosures, the credential of the measurements. */
export const claims: JsonObject = {
  iss: 'did:web:issuer.example',
  vct: VCT,
  iat: seconds - 86_400,
  exp: seconds + 86_400 * 365,
  cnf: { jwk: { ...holder.publicJwk } },
  status: { status_list: { idx: 412_345, uri: 'https://issuer.example/status/1' } },
  ...Object.fromEntries(names.map((name, i) => [name, `value of ${name} ${i}`])),
  address: Object.fromEntries(addressParts.map((part, i) => [part, `${part} ${i} ของบ้าน`])),
  age_equal_or_over: Object.fromEntries(ages.map((age) => [age, age !== '60'])),
}

export const frame: DisclosureFrame = {
  hidden: [...names, 'address', 'age_equal_or_over'],
  nested: { address: { hidden: addressParts }, age_equal_or_over: { hidden: ages } },
}

/** The same frame as `@sd-jwt/core` takes it. */
export const coreFrame = {
  _sd: frame.hidden,
  address: { _sd: addressParts },
  age_equal_or_over: { _sd: ages },
}

export const header = { typ: 'dc+sd-jwt', kid: 'did:web:issuer.example#key-1' }

export function issueCredential(input: IssueSdJwtInput = { header, claims, frame }): Promise<string> {
  return issueSdJwt(input, { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer })
}

/** The disclosures of the given claims, and the credential without the others. */
export function presentOnly(credential: string, wanted: readonly string[]): string {
  const [jwt, ...disclosures] = credential.slice(0, -1).split('~')
  const chosen = disclosures.filter((text) => wanted.includes(JSON.parse(Buffer.from(text, 'base64url').toString())[1]))
  return [jwt, ...chosen, ''].join('~')
}
