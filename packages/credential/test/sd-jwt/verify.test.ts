import {
  encodeDidJwk,
  keyOf,
  type PublicJwk,
  resolveDidJwk,
  type UnverifiedIssuerHint,
  type VerifySdJwtOptions,
  verifySdJwt,
  verifySdJwtVc,
} from '@bai/credential'
import { nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { describe, expect, test } from 'vitest'
import { issueSdJwt } from '../../src/index.ts'
import { bind, holder, issue, issuer, NOW, REQUIRED, stranger } from '../support/parties.ts'

async function open(text: string, options: Partial<VerifySdJwtOptions> = {}) {
  const key = await nodePlatform.importKey(issuer.publicJwk)
  const defaults: VerifySdJwtOptions = {
    now: NOW,
    skewSeconds: 0,
    findKeys: () => [key],
    keyBinding: { mode: 'absent' },
  }
  return verifySdJwt(text, { ...defaults, ...options }, nodePlatform)
}

describe('the holder’s key by name', () => {
  const did = encodeDidJwk(holder.publicJwk)
  const claims = { cnf: { kid: `${did}#0` } }
  const resolveHolderKey = async (kid: string): Promise<PublicJwk> =>
    keyOf(resolveDidJwk(kid.split('#')[0]!), kid, 'authentication')

  test('is resolved where the verifier can', async () => {
    const text = await bind(await issue({ claims, frame: {} }))
    await expect(open(text, { keyBinding: REQUIRED, resolveHolderKey })).resolves.toMatchObject({ claims })
  })

  test('is missing where it cannot', async () => {
    const text = await bind(await issue({ claims, frame: {} }))
    await expect(open(text, { keyBinding: REQUIRED })).rejects.toMatchObject({ code: 'key_binding_key_missing' })
  })

  test('of somebody else does not do', async () => {
    const other = { cnf: { kid: `${encodeDidJwk(stranger.publicJwk)}#0` } }
    const text = await bind(await issue({ claims: other, frame: {} }))
    await expect(open(text, { keyBinding: REQUIRED, resolveHolderKey })).rejects.toMatchObject({
      code: 'key_binding_signature_invalid',
    })
  })
})

describe('finding the issuer’s key', () => {
  test('may use what the token says of itself, and nothing more', async () => {
    const hints: UnverifiedIssuerHint[] = []
    const text = await issueSdJwt(
      {
        header: { kid: 'key-1', typ: 'x' },
        claims: { iss: 'https://issuer.example', vct: 'urn:x', name: 'y' },
        frame: {},
      },
      { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer },
    )
    const key = await nodePlatform.importKey(issuer.publicJwk)
    await open(text, {
      findKeys: (hint) => {
        hints.push(hint)
        return [key]
      },
    })
    expect(hints).toEqual([{ kid: 'key-1', x5c: undefined, iss: 'https://issuer.example', vct: 'urn:x' }])
  })

  test('no key is no verification', async () => {
    await expect(open(await issue({ claims: {}, frame: {} }), { findKeys: () => [] })).rejects.toMatchObject({
      code: 'key_not_found',
    })
  })
})

describe('the order of checks', () => {
  test('the signature comes before anything that is in the payload', async () => {
    const key = await nodePlatform.importKey(stranger.publicJwk)
    const text = `${await issue({ claims: { exp: 1 }, frame: {} })}rubbish~`
    await expect(open(text, { findKeys: () => [key] })).rejects.toMatchObject({ code: 'signature_invalid' })
  })

  test('an expired credential is expired, whoever presents it', async () => {
    const text = await bind(await issue({ claims: { exp: 1, cnf: { jwk: { ...stranger.publicJwk } } }, frame: {} }))
    await expect(open(text, { keyBinding: REQUIRED })).rejects.toMatchObject({ code: 'credential_expired' })
  })
})

describe('verifySdJwtVc', () => {
  test('gives type and status reference', async () => {
    const status = { status_list: { idx: 7, uri: 'https://issuer.example/status/1' } }
    const text = await issueSdJwt(
      { header: { typ: 'dc+sd-jwt' }, claims: { vct: 'urn:x', status, name: 'y' }, frame: { hidden: ['name'] } },
      { platform: nodePlatform, randomBytes: pooledRandomBytes, signer: issuer },
    )
    const key = await nodePlatform.importKey(issuer.publicJwk)
    const options = { now: NOW, skewSeconds: 0, findKeys: () => [key], keyBinding: { mode: 'absent' } } as const
    const verified = await verifySdJwtVc(text, options, nodePlatform)
    expect(verified).toMatchObject({ vct: 'urn:x', status: { index: 7, uri: status.status_list.uri } })
    expect(verified.disclosedPaths).toEqual([['name']])
  })
})
