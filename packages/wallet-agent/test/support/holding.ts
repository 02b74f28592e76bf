import {
  createDidResolver,
  createPresentationRequest,
  type DcqlQuery,
  type DisclosureFrame,
  disclosureFrameOf,
  encodeDidJwk,
  houseRegistration,
  issueSdJwt,
  type JsonObject,
  nationalIdCard,
  openPresentationRequest,
  type VerifiedSdJwtVc,
  verifySdJwtVc,
} from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import type { HolderKey, WalletDependencies } from '../../src/index.ts'

export const issuer = generateNodeSigner()
export const verifier = generateNodeSigner()

export const CARD_CLAIMS: JsonObject = {
  given_name: 'Anong',
  family_name: 'Suksai',
  sex: 'F',
  birthdate: '1990-01-01',
  name_th: { given_name: 'อนงค์', family_name: 'สุขใส' },
  age_equal_or_over: { '18': true, '20': true, '60': false },
  address: { house_number: '12/3', soi: '11', subdistrict: { th: 'ยานนาวา' } },
  issuing_country: 'TH',
}

/** A house of three; the second row is the holder's. */
export const HOUSE_CLAIMS: JsonObject = {
  house_code: '99990000001',
  members: [
    { is_holder: false, name_en: 'Somchai', birthdate: '1980-01-01' },
    { is_holder: true, name_en: 'Anong', birthdate: '1990-01-01' },
    { is_holder: false, name_en: 'Mali', birthdate: '2015-01-01' },
  ],
}

/** Issues a credential to a key and puts it into the wallet, as if it had been received. */
export async function hold(
  wallet: WalletDependencies,
  { vct, claims, frame, id = 'held' }: { vct: string; claims: JsonObject; frame: DisclosureFrame; id?: string },
): Promise<HolderKey> {
  const [key] = await wallet.keys.createKeys(1)
  const credential = await issueSdJwt(
    { header: { typ: 'dc+sd-jwt' }, claims: { vct, cnf: { jwk: key!.publicJwk }, ...claims }, frame },
    { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer },
  )
  const receivedAt = wallet.now().toISOString()
  const stored = {
    id,
    configurationId: id,
    vct,
    issuer: 'https://issuer.example',
    receivedAt,
    copies: [{ keyId: key!.id, credential }],
  }
  await wallet.credentials.add([stored])
  return key!
}

export function holdCard(wallet: WalletDependencies, claims: JsonObject = CARD_CLAIMS): Promise<HolderKey> {
  return hold(wallet, { vct: nationalIdCard.vct, claims, frame: disclosureFrameOf(nationalIdCard), id: 'card' })
}

export function holdHouse(wallet: WalletDependencies): Promise<HolderKey> {
  return hold(wallet, {
    vct: houseRegistration.vct,
    claims: HOUSE_CLAIMS,
    frame: disclosureFrameOf(houseRegistration),
    id: 'house',
  })
}

export type PathPointer = readonly (string | number | null)[]

/** A query for claims of the card. */
export function cardQuery(paths: readonly PathPointer[], vct = nationalIdCard.vct): DcqlQuery {
  return {
    credentials: [
      {
        id: 'card',
        format: 'dc+sd-jwt',
        meta: { vct_values: [vct] },
        ...(paths.length > 0 && { claims: paths.map((path) => ({ path: [...path] })) }),
      },
    ],
  }
}

/** A signed request, as a verifier makes it. */
export function requestFor(dcql_query: DcqlQuery, now: Date): Promise<string> {
  return createPresentationRequest(
    {
      did: encodeDidJwk(verifier.publicJwk),
      nonce: 'n'.repeat(43),
      dcql_query,
      client_name: { th: 'ประตู', en: 'Gate' },
      purpose: { th: 'ทดสอบ', en: 'Test' },
      now,
      lifetimeSeconds: 600,
    },
    verifier,
  )
}

/** What a verifier learns from a presentation, after everything about it was found good. */
export async function read(presentation: string, requestObject: string, now: Date): Promise<VerifiedSdJwtVc> {
  const resolver = createDidResolver(() => undefined)
  const request = await openPresentationRequest(requestObject, {
    resolver,
    platform: nodePlatform,
    now,
    skewSeconds: 0,
  })
  const keyBinding = { mode: 'required', nonce: request.nonce, audience: request.client_id, maxAgeSeconds: 60 } as const
  const findKeys = () => [nodePlatform.importKey(issuer.publicJwk)] as never
  return verifySdJwtVc(presentation, { findKeys, now, skewSeconds: 0, keyBinding }, nodePlatform)
}
