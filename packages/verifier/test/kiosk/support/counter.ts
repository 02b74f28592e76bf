import { readFile } from 'node:fs/promises'
import {
  type BundlePayload,
  createDidResolver,
  createFrames,
  createStatuses,
  decodeOfflineMessage,
  disclosureFrameOf,
  encodeOfflineMessage,
  type Frames,
  isJsonObject,
  type Json,
  type JsonObject,
  nationalIdCard,
  type OfflineMessage,
  openPresentationRequest,
  type PresentationRequest,
  parseDisclosure,
  parseSdJwt,
  signBundle,
  signStatusList,
  writeStatus,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import sharp from 'sharp'
import { bind, createIssuer, issue } from '../../support/parties.ts'

// An issuer, a holder and a publisher of bundles, in the time of the clock on the wall: a kiosk has no other.

const DAY = 86_400
const LIST = 'https://issuer.example/status-lists/1'
const MAX_FRAME_BYTES = 960
export const GOOD = 5
export const REVOKED = 6
const PORTRAIT = new URL('../../../../../scripts/synthetic-register/portraits/F1_id.jpg', import.meta.url)

const issuer = createIssuer()
const holder = generateNodeSigner()
const anchor = generateNodeSigner()
export const anchorJwk = { ...anchor.publicJwk, kid: 'anchor' }
const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

type Path = readonly string[]

/** What an agency says that its document rests on: the card of the one issuer. */
export const EVIDENCE = [{ type: nationalIdCard.vct, issuer: issuer.did, level: 'high', on: '2026-11-20' }]
/** Claims of nobody: words that are found again wherever they are kept. */
export const CLAIMS = {
  personal_administrative_number: '1112034563562',
  name_th: { title: 'นางสาว', given_name: 'อนงค์', family_name: 'สุขใส' },
  given_name: 'Anong',
  family_name: 'Suksai',
  sex: 2,
  birthdate: '1990-05-14',
  age_equal_or_over: { '18': true, '20': true, '60': false },
  address: {
    house_number: { th: '99/1', en: '99/1' },
    subdistrict: { th: 'แขวงลุมพินี', en: 'Lumphini' },
    district: { th: 'เขตปทุมวัน', en: 'Pathum Wan' },
    province: { th: 'กรุงเทพมหานคร', en: 'Bangkok' },
  },
  document_number: 'AA1234567',
  date_of_issuance: '2023-03-14',
  date_of_expiry: '2031-05-13',
}

/** Seconds from now at which a bundle was made, the next one is due, and it expires. */
export type BundleTimes = { readonly made?: number; readonly next?: number; readonly expires?: number }

/** A bundle of the one issuer, with a list in which one credential is revoked. @returns the signed text */
export async function signTestBundle(
  sequence: number,
  { made = -60, next = DAY, expires = 3 * DAY }: BundleTimes = {},
) {
  const now = new Date()
  const statuses = createStatuses(64, 2)
  writeStatus(statuses, REVOKED, 1)
  const list = await signStatusList(
    {
      uri: LIST,
      statuses,
      issuedAt: new Date(now.getTime() + made * 1000),
      expiresAt: new Date(now.getTime() + 30 * DAY * 1000),
      ttlSeconds: 30 * DAY,
      header: { kid: issuer.kid },
    },
    { platform: nodePlatform, signer: issuer.signer },
  )
  const payload: BundlePayload = {
    version: 1,
    sequence,
    iat: seconds(now) + made,
    next: seconds(now) + next,
    exp: seconds(now) + expires,
    issuers: [
      {
        id: issuer.did,
        name: { th: 'กรมการปกครอง (ทดสอบ)', en: 'Department (test)' },
        did_document: issuer.document,
        credential_types: [nationalIdCard.vct],
        since: 0,
      },
    ],
    status_lists: [list],
    type_metadata: {},
    verifiers: [],
  }
  return signBundle(payload, 'anchor', anchor)
}

/** The portrait as a credential has it: small, for it goes by QR code. */
export async function smallPortrait(): Promise<string> {
  const picture = await sharp(await readFile(PORTRAIT))
    .resize(240, 300)
    .webp({ quality: 40 })
    .toBuffer()
  return `data:image/webp;base64,${picture.toString('base64')}`
}

/** An ID card with this status index. @param portrait left out: one without a portrait. @param open claims that cannot be withheld */
export function issueCard(statusIndex: number, portrait?: string, open: JsonObject = {}): Promise<string> {
  const now = seconds(new Date())
  const technical: JsonObject = {
    iss: issuer.did,
    vct: nationalIdCard.vct,
    iat: now - DAY,
    nbf: now - DAY,
    exp: now + 90 * DAY,
    cnf: { jwk: holder.publicJwk },
    status: { status_list: { uri: LIST, idx: statusIndex } },
    issuing_authority: 'Department (test)',
    issuing_country: 'TH',
  }
  const claims = { ...technical, ...CLAIMS, ...(portrait !== undefined && { portrait }), ...open }
  return issue(issuer, { claims, frame: disclosureFrameOf(nationalIdCard) })
}

/** Opens a request as a wallet does that has scanned it. */
export function openScanned(message: Uint8Array): Promise<PresentationRequest> {
  const decoded = decodeOfflineMessage(message, nodePlatform)
  if (decoded.kind !== 'request') throw new Error('This is no request.')
  const resolver = createDidResolver(() => undefined)
  return openPresentationRequest(decoded.request, {
    resolver,
    platform: nodePlatform,
    now: new Date(),
    skewSeconds: 0,
  })
}

/** The wallet's answer to a request: the claims that it asks for, and no more. */
export async function answer(request: PresentationRequest, card: string): Promise<Frames> {
  const paths = request.dcql_query.credentials[0]?.claims?.map(({ path }) => path.map(String)) ?? []
  const presentation = await bind(disclose(card, paths), { holder, request, now: new Date() })
  return framesOf({ kind: 'answer', vpToken: { id_card: [presentation] } })
}

/** A code that its holder opens without being asked, for a class of verifiers. */
export async function oneScan(verifierClass: string, card: string, paths: readonly Path[]): Promise<Frames> {
  const nonce = Buffer.from(pooledRandomBytes(32)).toString('base64url')
  const request = { client_id: `bai.offline:class:${verifierClass}`, nonce }
  const presentation = await bind(disclose(card, paths), { holder, request, now: new Date() })
  return framesOf({ kind: 'one-scan', vpToken: { id_card: [presentation] } })
}

export function framesOf(message: OfflineMessage): Frames {
  return createFrames(encodeOfflineMessage(message, nodePlatform), { maxFrameBytes: MAX_FRAME_BYTES }, nodePlatform)
}

/** The credential with these claims, each with all that is below it, and without key binding. */
export function disclose(card: string, paths: readonly Path[]): string {
  const { jws, disclosures, presented } = parseSdJwt(card)
  const byDigest = new Map(disclosures.map((text) => [nodePlatform.digest('sha-256', text), text]))
  const shown = new Set<string>()
  const show = (container: Json, [name, ...rest]: Path): void => {
    if (!isJsonObject(container) || !Array.isArray(container['_sd'])) return
    for (const digest of container['_sd']) {
      const text = byDigest.get(String(digest))
      if (text === undefined) continue
      const disclosure = parseDisclosure(text)
      if (name !== undefined && disclosure.name !== name) continue
      shown.add(text)
      show(disclosure.value, rest)
    }
  }
  for (const path of paths) show(JSON.parse(Buffer.from(jws.payload, 'base64url').toString()), path)
  return `${[presented.split('~', 1)[0], ...shown].join('~')}~`
}
