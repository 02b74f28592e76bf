import { didWebUrl, encodeDidWeb, namesDidWeb } from '@bai/credential'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const strict = { allowLoopbackHttp: false }
const development = { allowLoopbackHttp: true }
const malformed = expect.objectContaining({ code: 'did_malformed' })

describe('did:web', () => {
  // did:web method, section 3.2, example 3 to 5.
  test.each([
    ['did:web:w3c-ccg.github.io', 'https://w3c-ccg.github.io/.well-known/did.json'],
    ['did:web:w3c-ccg.github.io:user:alice', 'https://w3c-ccg.github.io/user/alice/did.json'],
    ['did:web:example.com%3A3000:user:alice', 'https://example.com:3000/user/alice/did.json'],
  ])('%s', (did, url) => {
    expect(didWebUrl(did, strict)).toBe(url)
  })

  test('an address becomes a DID and finds its document again', () => {
    const segment = fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}$/)
    fc.assert(
      fc.property(
        fc.domain(),
        fc.option(fc.integer({ min: 1, max: 65535 })),
        fc.array(segment, { maxLength: 3 }),
        (host, port, path) => {
          const base = `https://${host}${port === null || port === 443 ? '' : `:${port}`}${path.map((part) => `/${part}`).join('')}`
          const document = path.length === 0 ? `${base}/.well-known/did.json` : `${base}/did.json`
          expect(didWebUrl(encodeDidWeb(base), strict)).toBe(document)
        },
      ),
    )
  })

  test('http is for loopback, by an explicit switch only', () => {
    const did = encodeDidWeb('http://127.0.0.1:8080')
    expect(didWebUrl(did, development)).toBe('http://127.0.0.1:8080/.well-known/did.json')
    expect(didWebUrl(did, strict)).toBe('https://127.0.0.1:8080/.well-known/did.json')
    expect(didWebUrl('did:web:issuer.example', development)).toMatch(/^https:/)
    expect(didWebUrl('did:web:localhost.evil.example', development)).toMatch(/^https:/)
  })

  test.each([
    'did:web:',
    'did:web:a..b:..:etc',
    'did:web:a:.',
    'did:web:a:b/c',
    'did:web:a%2Fb',
    'did:web:user%40host',
    'did:web:a%23b',
    'did:web:a%3Fb',
    'did:web:a%5Cb',
    'did:web:a:%2E%2E:b',
    'did:web:a:b%2Fc',
    'did:web:a:',
    'did:web:a%zz',
    'did:web:a b',
    'did:key:abc',
    `did:web:${'a'.repeat(600)}`,
  ])('refuses %s', (did) => {
    expect(() => didWebUrl(did, development)).toThrow(malformed)
  })
})

describe('an iss names the issuer of a did:web', () => {
  test.each([
    ['did:web:issuer.example', 'did:web:issuer.example', true],
    ['https://issuer.example', 'did:web:issuer.example', true],
    ['https://issuer.example:8443/bai', 'did:web:issuer.example%3A8443:bai', true],
    ['https://other.example', 'did:web:issuer.example', false],
    ['https://issuer.example/other', 'did:web:issuer.example', false],
    ['https://issuer.example?x', 'did:web:issuer.example', false],
    ['https://user@issuer.example', 'did:web:issuer.example', false],
    ['ftp://issuer.example', 'did:web:issuer.example', false],
    ['issuer.example', 'did:web:issuer.example', false],
    [undefined, 'did:web:issuer.example', false],
  ])('%s, %s: %s', (iss, did, named) => {
    expect(namesDidWeb(iss, did)).toBe(named)
  })
})
