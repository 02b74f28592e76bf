import {
  createKeyBindingJwt,
  createPresentationRequest,
  disclosureFrameOf,
  encodeBase64url,
  encodeDidJwk,
  issueSdJwt,
  type JsonObject,
  nationalIdCard,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { holder, issuer, NOW } from './parties.ts'

export const verifier = generateNodeSigner()
/** 256 bits, twice what `createRequest` makes: others may ask with longer ones. */
const NONCE = encodeBase64url(pooledRandomBytes(32))

const claims: JsonObject = {
  iss: 'did:web:issuer.bai.example',
  vct: nationalIdCard.vct,
  'vct#integrity': 'sha256-DjCP4E/8sLqBjd5Z1ZufFbcDo04msCaL2k4hLQTXPGI=',
  iat: 1795392000,
  exp: 1803168000,
  cnf: { jwk: { ...holder.publicJwk } },
  status: { status_list: { uri: 'https://issuer.bai.example/status-lists/17', idx: 612_345 } },
  issuing_authority: 'กรมการปกครอง',
  issuing_country: 'TH',
  nationalities: ['TH'],
  personal_administrative_number: '1999900000005',
  name_th: { title: 'นาย', given_name: 'สมชาย', family_name: 'ใจดี' },
  given_name: 'Somchai',
  family_name: 'Jaidee',
  sex: 1,
  birthdate: '1990-04-12',
  age_equal_or_over: { 12: true, 15: true, 18: true, 20: true, 60: false, 65: false, 70: false },
  address: { house_number: '12/3', road: 'สุขุมวิท', district: 'คลองเตย', province: 'กรุงเทพมหานคร' },
  document_number: 'JT1-2345678-90',
  date_of_issuance: '2024-04-12',
  date_of_expiry: '2033-04-11',
  portrait: `data:image/webp;base64,${Buffer.from(pooledRandomBytes(1300)).toString('base64')}`,
}

/** The key of an issuer's credentials, as its DID document names it. */
const KEY_ID = 'did:web:issuer.bai.example#oRaWq5wNBfGeCK06pHg8TwvVPnVBBcr3Thq6n0W_bko'

/** An ID card as our issuer writes it. @param more claims and members of the header beside the usual ones */
export function issueIdCard(
  more: { readonly claims?: JsonObject; readonly header?: JsonObject } = {},
): Promise<string> {
  return issueSdJwt(
    {
      header: { kid: KEY_ID, ...more.header, typ: 'dc+sd-jwt' },
      claims: { ...claims, ...more.claims },
      frame: disclosureFrameOf(nationalIdCard),
    },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer },
  )
}

/** Shows the claims of these names at the top, without key binding. */
export function discloseOnly(card: string, names: readonly string[]): string {
  const [jwt = '', ...disclosures] = card.slice(0, -1).split('~')
  const chosen = disclosures.filter((text) => {
    const [, name, value] = JSON.parse(Buffer.from(text, 'base64url').toString())
    return names.includes(name) && (typeof value === 'object' || value === claims[name])
  })
  return `${[jwt, ...chosen].join('~')}~`
}

/** The same with the holder's key binding, for our verifier or for another audience. */
export async function presentIdCard(
  names: readonly string[],
  more: Parameters<typeof issueIdCard>[0] & { readonly audience?: string } = {},
): Promise<string> {
  const presented = discloseOnly(await issueIdCard(more), names)
  const audience = more.audience ?? `decentralized_identifier:${encodeDidJwk(verifier.publicJwk)}`
  const request = { nonce: NONCE, audience, now: NOW }
  return presented + (await createKeyBindingJwt(presented, request, { signer: holder, platform: nodePlatform }))
}

export function requestIdCard(): Promise<string> {
  return createPresentationRequest(
    {
      did: encodeDidJwk(verifier.publicJwk),
      nonce: NONCE,
      dcql_query: {
        credentials: [
          {
            id: 'id_card',
            format: 'dc+sd-jwt',
            meta: { vct_values: [nationalIdCard.vct] },
            claims: [{ path: ['given_name'] }, { path: ['family_name'] }, { path: ['birthdate'] }],
          },
        ],
      },
      client_name: { th: 'ท่าอากาศยาน', en: 'Airport' },
      purpose: { th: 'ตรวจชื่อกับบัตรโดยสาร', en: 'To compare your name with the boarding pass' },
      now: NOW,
      lifetimeSeconds: 600,
    },
    verifier,
  )
}
