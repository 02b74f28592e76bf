// `pnpm run:ts scripts/vectors/make-qr.ts` writes vectors/qr/ anew. Salts and signatures come out different each time, and
// so does what is made of them; the dictionary must not.
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import {
  createFrames,
  createKeyBindingJwt,
  createPresentationRequest,
  disclosureFrameOf,
  encodeDidJwk,
  encodeOfflineMessage,
  issueSdJwt,
  type JsonObject,
  nationalIdCard,
  type OfflineMessage,
} from '@bai/credential'
import { importNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { DICTIONARY_V1 } from '../../packages/credential/src/qr/dictionary-v1.ts'
import { readCases, readVectorFile } from './read-vectors.ts'

type Keys = { readonly keys: Readonly<Record<'issuer' | 'holder', Readonly<Record<string, unknown>>>> }

const { keys } = readVectorFile<Keys>('attacks/test-keys.json')
const issuer = importNodeSigner(keys.issuer)
const holder = importNodeSigner(keys.holder)
/** The verifier's key: any will do. */
const verifier = holder
const NOW = new Date('2026-11-23T09:00:00Z')
const NONCE = 'x7Jm0c2kQbWn5v8yRtUe3A'
const CERTIFICATES = ['leaf', 'authority'].map((name) =>
  Buffer.from(`Not a certificate but ${name} bytes in its place: only their text counts here. `.repeat(3)).toString(
    'base64',
  ),
)

const card: JsonObject = {
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
  age_equal_or_over: { 18: true, 20: true, 60: false },
  document_number: 'JT1-2345678-90',
  date_of_issuance: '2024-04-12',
  date_of_expiry: '2033-04-11',
}

async function cardShowing(names: readonly string[], header: JsonObject = {}): Promise<string> {
  const kid = 'did:web:issuer.bai.example#4dD2WwR0iKk1sQ8LZbqcVfXg3TnYpHjuMeJoA7C9xEo'
  const text = await issueSdJwt(
    { header: { kid, ...header, typ: 'dc+sd-jwt' }, claims: card, frame: disclosureFrameOf(nationalIdCard) },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer },
  )
  const [jwt, ...disclosures] = text.slice(0, -1).split('~')
  const shown = disclosures.filter((disclosure) => {
    const [, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString())
    return names.includes(name) && (typeof value === 'object' || value === card[name] || /^\d+$/.test(name))
  })
  return `${[jwt, ...shown].join('~')}~`
}

async function bind(presented: string, audience: string): Promise<string> {
  const request = { nonce: NONCE, audience, now: NOW }
  return presented + (await createKeyBindingJwt(presented, request, { signer: holder, platform: nodePlatform }))
}

const OUR_VERIFIER = `decentralized_identifier:${encodeDidJwk(verifier.publicJwk)}`
const THREE = ['given_name', 'family_name', 'birthdate']
const answer = await bind(await cardShowing(THREE), OUR_VERIFIER)
const foreign = readCases('rfc9901').find(({ id }) => id === 'rfc9901-A.3-presented')!.input
const odd = [
  Buffer.from('{"typ" : "JWT",\r\n\t"alg":"ES256","alg":"none"}').toString('base64url'),
  Buffer.from('[1]').toString('base64url'),
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAx',
].join('.')

type Message = {
  readonly id: string
  readonly title: string
  readonly message: OfflineMessage
  readonly certificates?: readonly string[]
}

const messages: readonly Message[] = [
  {
    id: 'request',
    title: 'a request for three claims',
    message: {
      kind: 'request',
      request: await createPresentationRequest(
        {
          did: encodeDidJwk(verifier.publicJwk),
          nonce: NONCE,
          dcql_query: {
            credentials: [
              {
                id: 'id_card',
                format: 'dc+sd-jwt',
                meta: { vct_values: [nationalIdCard.vct] },
                claims: THREE.map((name) => ({ path: [name] })),
              },
            ],
          },
          client_name: { th: 'ท่าอากาศยาน (สาธิต)', en: 'Airport (demonstration)' },
          purpose: { th: 'ตรวจชื่อกับบัตรโดยสาร', en: 'To compare your name with the boarding pass' },
          now: NOW,
          lifetimeSeconds: 600,
        },
        verifier,
      ),
    },
  },
  { id: 'answer', title: 'three claims with key binding', message: { kind: 'answer', vpToken: { id_card: [answer] } } },
  {
    id: 'answer-nested',
    title: 'a claim in a claim: digests in a disclosure',
    message: {
      kind: 'answer',
      vpToken: { id_card: [await bind(await cardShowing(['age_equal_or_over', '20']), OUR_VERIFIER)] },
    },
  },
  {
    id: 'answer-two',
    title: 'two presentations: the key, the nonce and the audience once more',
    message: {
      kind: 'answer',
      vpToken: { a: [answer], b: [await bind(await cardShowing(['sex']), OUR_VERIFIER)] },
    },
  },
  {
    id: 'answer-certificates',
    title: 'x5c of two certificates, one of which both sides hold',
    certificates: CERTIFICATES.slice(1),
    message: {
      kind: 'answer',
      vpToken: { id_card: [await bind(await cardShowing(THREE, { x5c: CERTIFICATES }), OUR_VERIFIER)] },
    },
  },
  {
    id: 'one-scan',
    title: 'for a class of verifiers',
    message: {
      kind: 'one-scan',
      vpToken: { id_card: [await bind(await cardShowing(THREE), 'bai.offline:class:gate')] },
    },
  },
  { id: 'printed', title: 'without key binding', message: { kind: 'printed', presentation: await cardShowing(THREE) } },
  { id: 'foreign', title: 'RFC 9901, A.3', message: { kind: 'printed', presentation: foreign } },
  {
    id: 'odd-spelling',
    title: 'spaces, a member twice, stray bits in a signature',
    message: { kind: 'request', request: odd },
  },
  {
    id: 'plain',
    title: 'more tildes than the compact form takes',
    message: { kind: 'printed', presentation: '~'.repeat(2100) },
  },
]

const encoded = messages.map(({ id, title, message, certificates = [] }) => ({
  id,
  title,
  message,
  certificates,
  encoded: Buffer.from(encodeOfflineMessage(message, nodePlatform, { certificates })).toString('hex'),
}))

/** Reproducible bytes for what only has to be cut. */
function noise(length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`noise ${i}`).digest(),
  )
  return Buffer.concat(blocks).subarray(0, length)
}

const FRAMES = [
  { id: 'whole', message: noise(40), max_frame_bytes: 41, frames: [0] },
  { id: 'two-parts', message: noise(41), max_frame_bytes: 41, frames: [0, 1, 2, 3, 4, 5, 6, 7] },
  { id: 'five-parts', message: noise(1000), max_frame_bytes: 216, frames: [0, 1, 2, 3, 4, 5, 6, 999, 4294967295] },
  {
    id: 'nine-parts',
    message: noise(257),
    max_frame_bytes: 45,
    frames: [0, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
  },
]

const frames = FRAMES.map(({ id, message, max_frame_bytes, frames: indices }) => {
  const { count, frame } = createFrames(message, { maxFrameBytes: max_frame_bytes }, nodePlatform)
  return {
    id,
    message: Buffer.from(message).toString('hex'),
    max_frame_bytes,
    count,
    frames: indices.map((index) => ({ index, text: frame(index) })),
  }
})

const dictionary = {
  version: 1,
  sha256: createHash('sha256').update(DICTIONARY_V1).digest('hex'),
  dictionary: Buffer.from(DICTIONARY_V1).toString('hex'),
}

const root = new URL('../../vectors/qr/', import.meta.url)
const lines = (cases: readonly unknown[]) =>
  `[\n${cases.map((vector) => `  ${JSON.stringify(vector)}`).join(',\n')}\n]\n`
writeFileSync(new URL('messages.json', root), lines(encoded))
writeFileSync(new URL('frames.json', root), lines(frames))
writeFileSync(new URL('dictionary-v1.json', root), `${JSON.stringify(dictionary, null, 2)}\n`)
