import { type Attack, attack, control, type Family } from './attack.ts'
import {
  base64url,
  digest,
  disclosure,
  elementDisclosure,
  encodeArray,
  NOW,
  nextSalt,
  publicKey,
  SECRET,
  sdJwt,
} from './forge.ts'

const common = { kind: 'sd-jwt', key: publicKey('issuer'), options: { now: NOW } } as const
const asReceived: Family = {
  ...common,
  clause: 'RFC 9901, 4.2.3',
  rule: 'SD-JWT 1: a digest is over the base64url of the disclosure as received',
}
const shape: Family = {
  ...common,
  clause: 'RFC 9901, 7.1, step 3.3',
  rule: 'SD-JWT 5: a member is disclosed by three elements, an array element by two',
}

/** One hidden claim `name`, referenced by `reference`, sent as `sent`. */
function hidden(reference: string, sent: string): string {
  return sdJwt({ sub: SECRET, _sd: [reference] }, [sent])
}

function withMember(payload: Readonly<Record<string, unknown>>, ...texts: readonly string[]): string {
  return sdJwt({ ...payload, _sd: texts.map((text) => digest(text)) }, texts)
}

export function disclosureAttacks(): readonly Attack[] {
  return [...asReceivedAttacks(), ...encodingAttacks(), ...shapeAttacks()]
}

function asReceivedAttacks(): readonly Attack[] {
  const json = `[ "${nextSalt()}" ,\n "name", "${SECRET} \\u0e01" ]`
  const spaced = base64url(json)
  const tight = base64url(JSON.stringify(JSON.parse(json)))
  const claims = { sub: SECRET, name: `${SECRET} ก` }
  const unreferenced = 'disclosure_unreferenced'
  return [
    control(
      asReceived,
      'digest-as-received',
      'white space and escapes are the issuer’s',
      hidden(digest(spaced), spaced),
      claims,
    ),
    attack(
      asReceived,
      'digest-reserialised',
      'digest over the re-serialised JSON',
      hidden(digest(tight), spaced),
      unreferenced,
    ),
    attack(
      asReceived,
      'digest-disclosure-respelled',
      'the holder spells the disclosure anew',
      hidden(digest(spaced), tight),
      unreferenced,
    ),
    attack(
      asReceived,
      'digest-of-json',
      'digest over the JSON and not over its base64url',
      hidden(digest(json), spaced),
      unreferenced,
    ),
    attack(
      asReceived,
      'digest-in-hex',
      'digest in hexadecimal',
      hidden(Buffer.from(digest(spaced), 'base64url').toString('hex'), spaced),
      unreferenced,
    ),
    attack(asReceived, 'digest-padded', 'digest with padding', hidden(`${digest(spaced)}=`, spaced), unreferenced),
    attack(
      asReceived,
      'digest-sha-512-undeclared',
      'digest of another hash than declared',
      hidden(digest(spaced, 'sha512'), spaced),
      unreferenced,
    ),
  ]
}

function encodingAttacks(): readonly Attack[] {
  const family: Family = {
    ...common,
    clause: 'RFC 7515, 2; RFC 4648, 3.5',
    rule: 'SD-JWT 1: base64url without padding, in one spelling',
  }
  const text = disclosure('name', `${SECRET} ~~~ฯ๏`)
  const standard = Buffer.from(text, 'base64url').toString('base64')
  // Lengthens the value until the last character has bits to spare.
  let loose = text
  for (let i = 1; loose.length % 4 === 0; i++) loose = disclosure('name', SECRET + '.'.repeat(i))
  const stray = loose.slice(0, -1) + nextCharacter(loose.slice(-1))
  const malformed = 'base64url_malformed'
  const sent = (spelled: string) => withMember({}, spelled)
  return [
    attack(family, 'base64-standard-alphabet', 'the alphabet of base64', sent(standard.replaceAll('=', '')), malformed),
    attack(family, 'base64-padded', 'padding', sent(`${loose}${'='.repeat(4 - (loose.length % 4))}`), malformed),
    attack(family, 'base64-stray-bits', 'bits in the last character that say nothing', sent(stray), malformed),
    attack(family, 'base64-one-character-left', 'a length that no bytes have', sent('A'), malformed),
    attack(
      family,
      'base64-line-break',
      'a line break inside',
      sent(`${text.slice(0, 10)}\n${text.slice(10)}`),
      malformed,
    ),
    attack(family, 'base64-space-after', 'a space behind', sent(`${text} `), malformed),
    attack(
      family,
      'base64-wide-character',
      'a character beyond ASCII',
      sent(`${text.slice(0, 9)}Ａ${text.slice(10)}`),
      malformed,
    ),
    attack(
      family,
      'disclosure-not-utf-8',
      'bytes that are not UTF-8',
      sent(base64url(Buffer.concat([Buffer.from('["salt","name","'), Buffer.from([0xff, 0xc0]), Buffer.from('"]')]))),
      'json_malformed',
    ),
    attack(family, 'disclosure-not-json', 'no JSON', sent(base64url(`["salt","name",${SECRET}]`)), 'json_malformed'),
    attack(
      family,
      'disclosure-bom',
      'a byte order mark before the JSON',
      sent(base64url(`\ufeff["salt","name","${SECRET}"]`)),
      'json_malformed',
    ),
    attack(
      family,
      'disclosure-member-twice',
      'an object with the same member twice',
      sent(base64url(`["salt","name",{"a":"${SECRET}","\\u0061":1}]`)),
      'json_malformed',
    ),
    attack(
      family,
      'disclosure-too-deep',
      'nested 40 levels deep',
      sent(base64url(`["salt","name",${'['.repeat(40)}"${SECRET}"${']'.repeat(40)}]`)),
      'json_malformed',
    ),
  ]
}

function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(character) + 1]!
}

function shapeAttacks(): readonly Attack[] {
  const malformed = 'disclosure_malformed'
  const salt = nextSalt()
  const element = elementDisclosure(SECRET)
  const member = disclosure('name', SECRET)
  const inArray = (text: string) => sdJwt({ list: [{ '...': digest(text) }] }, [text])
  return [
    control(shape, 'shape-member', 'a member', withMember({}, member), { name: SECRET }),
    control(shape, 'shape-element', 'an element', inArray(element), { list: [SECRET] }),
    control(shape, 'shape-null', 'a member whose value is null', withMember({}, encodeArray([salt, 'name', null])), {
      name: null,
    }),
    attack(shape, 'shape-element-as-member', 'two elements where a member is', withMember({}, element), malformed),
    attack(shape, 'shape-member-as-element', 'three elements where an element is', inArray(member), malformed),
    attack(shape, 'shape-one-part', 'one element', withMember({}, encodeArray([salt])), malformed),
    attack(
      shape,
      'shape-four-parts',
      'four elements',
      withMember({}, encodeArray([salt, 'name', SECRET, 1])),
      malformed,
    ),
    attack(shape, 'shape-empty', 'an empty array', withMember({}, encodeArray([])), malformed),
    attack(
      shape,
      'shape-object',
      'an object',
      withMember({}, base64url(JSON.stringify({ 0: salt, 1: 'name', 2: SECRET, length: 3 }))),
      malformed,
    ),
    attack(shape, 'shape-string', 'a string', withMember({}, base64url(JSON.stringify(SECRET))), malformed),
    attack(
      shape,
      'shape-salt-number',
      'a salt that is a number',
      withMember({}, encodeArray([1234567890, 'name', SECRET])),
      malformed,
    ),
    attack(shape, 'shape-salt-null', 'no salt', withMember({}, encodeArray([null, 'name', SECRET])), malformed),
    attack(
      shape,
      'shape-name-number',
      'a name that is a number',
      withMember({}, encodeArray([salt, 7, SECRET])),
      malformed,
    ),
    attack(
      shape,
      'shape-name-array',
      'a name that is an array',
      withMember({}, encodeArray([salt, ['name'], SECRET])),
      malformed,
    ),
  ]
}
