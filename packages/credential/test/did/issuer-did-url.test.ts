import { issuerDidUrl } from '@bai/credential'
import { expect, test } from 'vitest'

test.each([
  ['did:web:a.example', 'did:web:a.example#1', 'did:web:a.example#1'],
  [undefined, 'did:web:a.example#1', 'did:web:a.example#1'],
  ['did:web:a.example', '#1', 'did:web:a.example#1'],
  ['did:web:a.example', '1', undefined],
  ['https://a.example', '#1', undefined],
  [undefined, '#1', undefined],
  ['did:web:a.example', undefined, undefined],
  [7, '#1', undefined],
])('iss %j and kid %j', (iss, kid, url) => {
  expect(issuerDidUrl({ iss, kid })).toBe(url)
})
