import { createHash, randomBytes } from 'node:crypto'
import {
  createPresentationRequest,
  disclosureFrameOf,
  encodeBase64url,
  encodeDidJwk,
  issueSdJwt,
  type JsonObject,
  jwkThumbprint,
  nationalIdCard,
  type OfflineMessage,
  typeMetadataOf,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { type Holding, planPresentation, presentCredentials, type WalletDependencies } from '@bai/wallet-agent'
import { holder, issuer, NOW } from './credential.ts'

const HOST = 'issuer.bai.example'
const DAY = 86_400
/** The day of issue: an issuer rounds, so that copies cannot be told apart by it. */
const ISSUED = Math.floor(NOW.getTime() / 1000 / DAY) * DAY
const PORTRAIT_BYTES = 1_300
/** As long as the certificate of an issuer in development. */
const CERTIFICATE_BYTES = 520

export const verifier = generateNodeSigner()
export const certificate = randomBytes(CERTIFICATE_BYTES).toString('base64')

const metadata = JSON.stringify(typeMetadataOf(nationalIdCard))

/** An ID card as our issuer writes it: the same members in the same order, with values of usual length. */
const claims: JsonObject = {
  iss: `did:web:${HOST}`,
  vct: nationalIdCard.vct,
  'vct#integrity': `sha256-${createHash('sha256').update(metadata).digest('base64')}`,
  iat: ISSUED,
  exp: ISSUED + 90 * DAY,
  cnf: { jwk: { ...holder.publicJwk } },
  status: { status_list: { uri: `https://${HOST}/status-lists/17`, idx: 612_345 } },
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
  address: {
    house_number: '12/3',
    village_number: '4',
    road: 'สุขุมวิท',
    subdistrict: 'คลองเตย',
    district: 'คลองเตย',
    province: 'กรุงเทพมหานคร',
  },
  document_number: 'JT1-2345678-90',
  date_of_issuance: '2024-04-12',
  date_of_expiry: '2033-04-11',
  portrait: `data:image/webp;base64,${randomBytes(PORTRAIT_BYTES).toString('base64')}`,
}

/** @param header more of the issuer's header: `x5c` */
function issueIdCard(header: JsonObject): Promise<string> {
  const kid = `did:web:${HOST}#${jwkThumbprint(issuer.publicJwk, nodePlatform.digest)}`
  return issueSdJwt(
    { header: { kid, ...header, typ: 'dc+sd-jwt' }, claims, frame: disclosureFrameOf(nationalIdCard) },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer },
  )
}

/** A signed request for claims of the ID card, as a kiosk shows it. */
export function requestIdCard(names: readonly string[]): Promise<string> {
  return createPresentationRequest(
    {
      did: encodeDidJwk(verifier.publicJwk),
      nonce: encodeBase64url(pooledRandomBytes(16)),
      dcql_query: {
        credentials: [
          {
            id: 'id_card',
            format: 'dc+sd-jwt',
            meta: { vct_values: [nationalIdCard.vct] },
            claims: names.map((name) => ({ path: [name] })),
          },
        ],
      },
      client_name: { th: 'ท่าอากาศยาน (สาธิต)', en: 'Airport (demonstration)' },
      purpose: { th: 'ตรวจชื่อกับบัตรโดยสาร', en: 'To compare your name with the boarding pass' },
      now: NOW,
      lifetimeSeconds: 600,
    },
    verifier,
  )
}

/** The answer of our wallet to such a request. */
export async function answerWithIdCard(names: readonly string[], header: JsonObject = {}): Promise<OfflineMessage> {
  const wallet = walletOf(await issueIdCard(header))
  const plan = await planPresentation(await requestIdCard(names), {}, wallet)
  return { kind: 'answer', vpToken: await presentCredentials(plan, wallet) }
}

function walletOf(credential: string): WalletDependencies {
  const key = { id: 'key-1', publicJwk: holder.publicJwk, signer: holder }
  const stored: Holding = {
    id: 'credential-1',
    configurationId: nationalIdCard.id,
    vct: nationalIdCard.vct,
    issuer: `did:web:${HOST}`,
    receivedAt: NOW.toISOString(),
    copies: [{ keyId: key.id, credential }],
  }
  return {
    keys: { createKeys: async () => [key], findKey: async () => key, removeKeys: async () => {} },
    // Its one copy is never used up.
    credentials: { add: async () => {}, list: async () => [stored], update: async () => stored },
    platform: nodePlatform,
    randomBytes: pooledRandomBytes,
    now: () => NOW,
    fetch: () => Promise.reject(new Error('a presentation needs no network')),
    allowLoopbackHttp: false,
  }
}
