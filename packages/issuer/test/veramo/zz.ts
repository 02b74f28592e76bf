import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { createDidResolver, disclosureFrameOf, issueSdJwt, nationalIdCard } from '@bai/credential'
import { generateNodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { createIssuerAgent } from '../../src/veramo/agent.ts'
import { openCredentialSigner } from '../../src/veramo/open-credential-signer.ts'
import { createTestDatabase } from '../support/database.ts'

const d = await createTestDatabase()
const input = { db: d.db, keyEncryptionKey: randomBytes(32), platform: nodePlatform, randomBytes: pooledRandomBytes }
const agent = createIssuerAgent({ ...input, resolver: createDidResolver(() => undefined) })
const s = await openCredentialSigner({ ...input, credentialIssuer: 'https://i.example' })
const did = s.did
const text = (n: number) => ({ th: 'ก'.repeat(n), en: 'x'.repeat(n) })
const claims: any = {
  vct: nationalIdCard.vct,
  iat: 1,
  exp: 2,
  cnf: { jwk: generateNodeSigner().publicJwk },
  status: { status_list: { uri: 'https://i.example/s/1', idx: 3 } },
  personal_administrative_number: '1999900000005',
  name_th: { title: 'นาย', given_name: 'สมชาย', family_name: 'ใจดี' },
  given_name: 'Somchai',
  family_name: 'Jaidee',
  sex: 1,
  birthdate: '1980-03-14',
  age_equal_or_over: { 12: true, 15: true, 18: true, 20: true, 60: false, 65: false, 70: false },
  address: {
    house_number: text(4),
    soi: text(8),
    road: text(8),
    subdistrict: text(8),
    district: text(8),
    province: text(8),
  },
  document_number: 'BN-1',
  date_of_issuance: '2022-01-01',
  date_of_expiry: '2030-01-01',
  issuing_authority: 'DOPA',
  issuing_country: 'TH',
  nationalities: ['TH'],
}
const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const data = Buffer.alloc(900, 1)
const ns = generateNodeSigner()
const frame = disclosureFrameOf(nationalIdCard)
const cases: Record<string, () => unknown> = {
  raw: () => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  kernel: () =>
    issueSdJwt(
      { header: { typ: 'dc+sd-jwt' }, claims, frame },
      { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: ns },
    ),
  signer: () => s.signer.sign('x'.repeat(900)),
  didGet: () => agent.didManagerGet({ did }),
  kmSign: () =>
    agent.keyManagerSign({
      keyRef: s.keyId.split('#')[1]!,
      data: 'x'.repeat(900),
      algorithm: 'ES256',
      encoding: 'utf-8',
    }),
  tinySd: () =>
    agent.createVerifiableCredential({
      proofFormat: 'dc+sd-jwt',
      credential: { issuer: did, credentialSubject: { vct: nationalIdCard.vct } },
    }),
  full: () => s.issue({ configurationId: 'id-card', claims }),
}
for (let i = 0; i < 15000; i++) await cases['tinySd']!()
await d[Symbol.asyncDispose]()
