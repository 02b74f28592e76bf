import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDidResolver, keysOf, nationalIdCard, resolveDidJwk, verifySdJwtVc } from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../src/database/open-database.ts'
import { createIssuerAgent, type IssuerAgent } from '../../src/veramo/agent.ts'
import { openCredentialSigner } from '../../src/veramo/open-credential-signer.ts'
import { createAgentSigner } from '../../src/veramo/signer.ts'
import { createTestDatabase, fromSnapshot } from '../support/database.ts'

const NOW_SECONDS = 1_795_424_400
const moment = { now: new Date(NOW_SECONDS * 1000), skewSeconds: 0 }
const keyEncryptionKey = randomBytes(32)
const P256 = { options: { keyType: 'Secp256r1' } }
const platform = nodePlatform
const claims = {
  vct: nationalIdCard.vct,
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 60,
  given_name: 'Somchai',
  family_name: 'Jaidee',
  issuing_country: 'TH',
}

let database: Database
let agent: IssuerAgent
beforeAll(async () => {
  database = await createTestDatabase()
  agent = openAgent(database)
})
afterAll(() => database?.[Symbol.asyncDispose]())

function openAgent({ db }: Database): IssuerAgent {
  const resolver = createDidResolver(() => undefined)
  return createIssuerAgent({ db, keyEncryptionKey, resolver, platform, randomBytes: pooledRandomBytes })
}

describe('the agent', () => {
  it('issues an SD-JWT VC through createVerifiableCredential, and verifies it', async () => {
    const { did } = await agent.didManagerCreate({ provider: 'did:jwk', ...P256 })
    const credential = await agent.createVerifiableCredential({
      proofFormat: 'dc+sd-jwt',
      credential: { issuer: did, credentialSubject: claims },
      header: { x5c: ['MIIB'] },
    })
    const keys = keysOf(resolveDidJwk(did), 'assertionMethod').map((jwk) => platform.importKey(jwk))
    const verified = await verifySdJwtVc(
      String(credential),
      { ...moment, keyBinding: { mode: 'absent' }, findKeys: () => Promise.all(keys) },
      platform,
    )
    expect(verified.claims).toEqual({ ...claims, iss: did })
    expect(verified.header).toEqual({ alg: 'ES256', typ: 'dc+sd-jwt', kid: `${did}#0`, x5c: ['MIIB'] })
    // The frame of the type: names are hidden, the country is open.
    expect(verified.disclosedPaths).toEqual(expect.arrayContaining([['given_name'], ['family_name']]))
    expect(verified.disclosedPaths).toHaveLength(2)

    const policies = { now: NOW_SECONDS }
    expect(await agent.verifyCredential({ credential: String(credential), policies })).toMatchObject({ verified: true })
    const later = { now: NOW_SECONDS + 60 }
    expect(await agent.verifyCredential({ credential: String(credential), policies: later })).toMatchObject({
      verified: false,
      error: { errorCode: 'credential_expired' },
    })
  })

  it('issues a JWT VC through the same call, and verifies it', async () => {
    const { did } = await agent.didManagerCreate({ provider: 'did:jwk', ...P256 })
    const credential = await agent.createVerifiableCredential({
      proofFormat: 'jwt',
      credential: { issuer: did, type: ['DerivedCredential'], credentialSubject: { id: did, employed: true } },
    })
    expect(credential.proof['jwt']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(await agent.verifyCredential({ credential })).toMatchObject({ verified: true })
    const signature = String(credential.proof['jwt']).lastIndexOf('.') + 1
    const forged = `${credential.proof['jwt'].slice(0, signature)}${'A'.repeat(86)}`
    expect(await agent.verifyCredential({ credential: forged })).toMatchObject({ verified: false })
  })

  it('lists the formats of its keys', async () => {
    const identifier = await agent.didManagerCreate({ provider: 'did:jwk', ...P256 })
    expect(await agent.listUsableProofFormats(identifier)).toEqual(['dc+sd-jwt', 'vc+sd-jwt', 'jwt'])
  })

  it('makes did:jwk with whole coordinates, also where one begins with zeros', async () => {
    // The point of private key 43 has y = 003ccc…; seen with Node's createECDH.
    const privateKeyHex = (43).toString(16).padStart(64, '0')
    const { did } = await agent.didManagerCreate({ provider: 'did:jwk', options: { ...P256.options, privateKeyHex } })
    const [jwk] = keysOf(resolveDidJwk(did), 'assertionMethod')
    expect(Buffer.from(jwk!.y!, 'base64url').toString('hex')).toMatch(/^003ccc[0-9a-f]{58}$/)
  })

  it('knows no DID but its own, and no type but ours', async () => {
    const { did } = await agent.didManagerCreate({ provider: 'did:jwk', ...P256 })
    const issue = (issuer: string, vct: string) =>
      agent.createVerifiableCredential({ proofFormat: 'dc+sd-jwt', credential: { issuer, credentialSubject: { vct } } })
    await expect(issue('did:web:elsewhere.example', nationalIdCard.vct)).rejects.toThrow(/managed by this agent/)
    await expect(issue(did, 'urn:unknown')).rejects.toThrow(TypeError)
  })

  it('signs whatever else the issuer signs', async () => {
    const { did } = await agent.didManagerCreate({ provider: 'did:key' })
    const signer = await createAgentSigner(agent, did)
    expect(signer.algorithm).toBe('EdDSA')
    expect(signer.keyId).toBe(`${did}#${did.slice('did:key:'.length)}`)
    const { didDocument } = await agent.resolveDid({ didUrl: did })
    const [jwk] = keysOf(didDocument!, 'assertionMethod')
    const key = await platform.importKey(jwk!)
    expect(await key.verify('EdDSA', 'text', await signer.sign('text'))).toBe(true)
  })

  it('forgets a DID with its keys when told to', async () => {
    const { did, keys } = await agent.didManagerCreate({ provider: 'did:jwk', alias: 'short-lived', ...P256 })
    expect(await agent.didManagerDelete({ did })).toBe(true)
    await expect(agent.didManagerGet({ did })).rejects.toThrow(/^not_found/)
    await expect(agent.keyManagerGet({ kid: keys[0]!.kid })).rejects.toThrow(/^not_found/)
  })
})

describe('the issuer’s signer', () => {
  const input = { keyEncryptionKey, platform, randomBytes: pooledRandomBytes, now: () => moment.now }
  const credentialIssuer = 'https://issuer.example:8443/bai'
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bai-agent-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('keeps DID and key over a restart, and issues what its DID document verifies', async () => {
    const before = await openDatabase({ dataDirectory: folder, pgliteOptions: await fromSnapshot() })
    const first = await openCredentialSigner({ ...input, db: before.db, credentialIssuer })
    expect(first.did).toBe('did:web:issuer.example%3A8443:bai')
    const document = await first.didDocument()
    await before[Symbol.asyncDispose]()

    const after = await openDatabase({ dataDirectory: folder })
    const second = await openCredentialSigner({ ...input, db: after.db, credentialIssuer })
    expect(await second.didDocument()).toEqual(document)
    expect(second.keyId).toBe(first.keyId)
    const keys = keysOf(document as never, 'assertionMethod')
    expect(keys.map(({ kid }) => kid)).toEqual([second.keyId])

    const credential = await second.issue({
      configurationId: nationalIdCard.id,
      credential: { ...claims, iss: second.did },
    })
    const findKeys = () => Promise.all(keys.map((jwk) => platform.importKey(jwk)))
    const verified = await verifySdJwtVc(credential, { ...moment, keyBinding: { mode: 'absent' }, findKeys }, platform)
    expect(verified.claims).toEqual({ ...claims, iss: first.did })
    await expect(second.issue({ configurationId: 'house-registration', credential: claims })).rejects.toThrow(TypeError)

    // The same database under another address: another DID, with a key of its own.
    const moved = await openCredentialSigner({ ...input, db: after.db, credentialIssuer: 'https://moved.example' })
    expect(moved.did).toBe('did:web:moved.example')
    expect(moved.keyId.split('#')[0]).toBe(moved.did)
    expect((await moved.keys.list()).map(({ state }) => state)).toEqual(['active'])

    const otherKey = { ...input, keyEncryptionKey: randomBytes(32), db: after.db, credentialIssuer }
    await expect(openCredentialSigner(otherKey)).rejects.toMatchObject({ code: 'configuration_malformed' })
    await after[Symbol.asyncDispose]()
  })
})
