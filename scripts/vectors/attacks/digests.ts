import { type Attack, attack, control, type Family } from './attack.ts'
import { digest, disclosure, elementDisclosure, NOW, nextSalt, publicKey, SECRET, sdJwt } from './forge.ts'

const common = { kind: 'sd-jwt', key: publicKey('issuer'), options: { now: NOW } } as const
const once: Family = {
  ...common,
  clause: 'RFC 9901, 7.1, steps 4 and 5',
  rule: 'SD-JWT 4: each digest once, each disclosure referenced',
}
const recursion: Family = {
  ...common,
  clause: 'RFC 9901, 4.2.6 and 7.1, step 3',
  rule: 'SD-JWT 5: parents before children; digests and placeholders vanish from the result',
}
const placeholders: Family = {
  ...common,
  clause: 'RFC 9901, 4.2.4',
  rule: 'SD-JWT 5: _sd is an array of strings, a placeholder has one key',
}

export function digestAttacks(): readonly Attack[] {
  return [...onceAttacks(), ...recursionAttacks(), ...placeholderAttacks(), ...hashAttacks()]
}

function onceAttacks(): readonly Attack[] {
  const duplicated = 'digest_duplicated'
  const text = disclosure('name', SECRET)
  const d = digest(text)
  const element = elementDisclosure(SECRET)
  const decoy = digest(nextSalt())
  const outer = disclosure('address', { _sd: [d] })
  const stray = disclosure('stray', SECRET)
  return [
    control(
      once,
      'digest-decoys-vanish',
      'decoys are dropped without a word',
      sdJwt({ _sd: [decoy, d], list: [{ '...': digest(nextSalt()) }] }, [text]),
      { name: SECRET, list: [] },
    ),
    attack(once, 'digest-twice-in-_sd', 'twice in one _sd', sdJwt({ _sd: [d, d] }, [text]), duplicated),
    attack(
      once,
      'digest-twice-in-two-_sd',
      'in the _sd of two objects',
      sdJwt({ _sd: [d], a: { _sd: [d] } }, [text]),
      duplicated,
    ),
    attack(
      once,
      'digest-twice-in-_sd-and-array',
      'in _sd and in an array',
      sdJwt({ _sd: [d], list: [{ '...': d }] }),
      duplicated,
    ),
    attack(
      once,
      'digest-twice-in-array',
      'twice in an array',
      sdJwt({ list: [{ '...': digest(element) }, { '...': digest(element) }] }, [element]),
      duplicated,
    ),
    attack(
      once,
      'digest-twice-in-disclosure',
      'in the payload and in a disclosure',
      sdJwt({ _sd: [digest(outer), d] }, [outer, text]),
      duplicated,
    ),
    attack(
      once,
      'digest-decoy-twice',
      'a decoy twice: the rule is on digests, disclosed or not',
      sdJwt({ _sd: [decoy, d, decoy] }, [text]),
      duplicated,
    ),
    attack(once, 'disclosure-twice', 'the same disclosure sent twice', sdJwt({ _sd: [d] }, [text, text]), duplicated),
    attack(
      once,
      'disclosure-unreferenced',
      'a disclosure that no digest refers to',
      sdJwt({ _sd: [d] }, [text, stray]),
      'disclosure_unreferenced',
    ),
    attack(
      once,
      'disclosure-without-digests',
      'a disclosure, and no digest at all',
      sdJwt({ sub: SECRET }, [stray]),
      'disclosure_unreferenced',
    ),
    attack(
      once,
      'disclosure-in-open-string',
      'its digest stands in a claim that is not _sd',
      sdJwt({ sd: [digest(stray)], note: digest(stray) }, [stray]),
      'disclosure_unreferenced',
    ),
  ]
}

function recursionAttacks(): readonly Attack[] {
  const city = disclosure('city', SECRET)
  const element = elementDisclosure({ _sd: [digest(city)], open: 1 })
  const list = disclosure('list', [{ '...': digest(element) }, 'plain'])
  const payload = { _sd: [digest(list)], _sd_alg: 'sha-256' }
  const first = disclosure('level', SECRET)
  const chain = Array.from({ length: 40 }).reduce<string[]>(
    (made) => [disclosure('level', { _sd: [digest(made[0]!)] }), ...made],
    [first],
  )
  return [
    control(
      recursion,
      'recursion-three-levels',
      'a member in an element in a member',
      sdJwt(payload, [list, element, city]),
      {
        list: [{ open: 1, city: SECRET }, 'plain'],
      },
    ),
    control(
      recursion,
      'recursion-any-order',
      'the order of disclosures says nothing',
      sdJwt(payload, [city, list, element]),
      {
        list: [{ open: 1, city: SECRET }, 'plain'],
      },
    ),
    control(recursion, 'recursion-child-withheld', 'a parent without its children', sdJwt(payload, [list, element]), {
      list: [{ open: 1 }, 'plain'],
    }),
    control(recursion, 'recursion-element-withheld', 'an element withheld leaves no gap', sdJwt(payload, [list]), {
      list: ['plain'],
    }),
    control(recursion, 'recursion-empty-_sd', 'an empty _sd leaves an empty object', sdJwt({ a: { _sd: [] } }), {
      a: {},
    }),
    attack(
      recursion,
      'recursion-parent-missing',
      'a child without its parent',
      sdJwt(payload, [list, city]),
      'disclosure_unreferenced',
    ),
    attack(
      recursion,
      'recursion-root-missing',
      'children without their root',
      sdJwt(payload, [element, city]),
      'disclosure_unreferenced',
    ),
    attack(
      recursion,
      'recursion-too-deep',
      'forty disclosures, one inside the other',
      sdJwt({ _sd: [digest(chain[0]!)] }, chain),
      'too_large',
    ),
  ]
}

function placeholderAttacks(): readonly Attack[] {
  const element = elementDisclosure(SECRET)
  const d = digest(element)
  const text = disclosure('name', SECRET)
  const malformed = 'digest_malformed'
  const reserved = 'claim_name_reserved'
  return [
    attack(
      placeholders,
      'placeholder-two-keys',
      'a second key beside `...`',
      sdJwt({ list: [{ '...': d, a: 1 }] }, [element]),
      reserved,
    ),
    attack(
      placeholders,
      'placeholder-two-keys-withheld',
      'the same, undisclosed',
      sdJwt({ list: [{ '...': d, a: SECRET }] }),
      reserved,
    ),
    attack(placeholders, 'placeholder-number', 'a digest that is a number', sdJwt({ list: [{ '...': 7 }] }), malformed),
    attack(
      placeholders,
      'placeholder-array',
      'a digest that is an array',
      sdJwt({ list: [{ '...': [d] }] }, [element]),
      malformed,
    ),
    attack(placeholders, '_sd-string', '_sd is a string', sdJwt({ _sd: digest(text) }, [text]), malformed),
    attack(placeholders, '_sd-object', '_sd is an object', sdJwt({ _sd: { 0: digest(text) } }, [text]), malformed),
    attack(placeholders, '_sd-null', '_sd is null', sdJwt({ _sd: null }), malformed),
    attack(placeholders, '_sd-of-numbers', 'a number in _sd', sdJwt({ _sd: [digest(text), 7] }, [text]), malformed),
    attack(
      placeholders,
      '_sd-nested-malformed',
      '_sd of a nested object is a string',
      sdJwt({ a: { b: [{ _sd: SECRET }] } }),
      malformed,
    ),
  ]
}

function hashAttacks(): readonly Attack[] {
  const family: Family = {
    ...common,
    clause: 'RFC 9901, 4.1.1',
    rule: 'SD-JWT 6: _sd_alg defaults to sha-256; unknown is refused',
  }
  const text = disclosure('name', SECRET)
  const with_ = (algorithm: unknown, hash: string) => sdJwt({ _sd: [digest(text, hash)], _sd_alg: algorithm }, [text])
  const unsupported = 'hash_algorithm_unsupported'
  return [
    control(family, 'hash-default', 'no _sd_alg', sdJwt({ _sd: [digest(text)] }, [text]), { name: SECRET }),
    control(family, 'hash-sha-384', 'sha-384', with_('sha-384', 'sha384'), { name: SECRET }),
    control(family, 'hash-sha-512', 'sha-512', with_('sha-512', 'sha512'), { name: SECRET }),
    attack(family, 'hash-sha-1', 'sha-1', with_('sha-1', 'sha1'), unsupported),
    attack(family, 'hash-md5', 'md5', with_('md5', 'md5'), unsupported),
    attack(family, 'hash-upper-case', 'SHA-256: names are case-sensitive', with_('SHA-256', 'sha256'), unsupported),
    attack(family, 'hash-openssl-name', 'sha256, which is no registered name', with_('sha256', 'sha256'), unsupported),
    attack(family, 'hash-null', 'null', with_(null, 'sha256'), unsupported),
    attack(family, 'hash-array', 'an array', with_(['sha-256'], 'sha256'), unsupported),
    attack(family, 'hash-prototype', 'the name of an inherited member', with_('constructor', 'sha256'), unsupported),
    attack(
      family,
      'hash-without-disclosures',
      'unknown, and nothing to hash',
      sdJwt({ sub: SECRET, _sd_alg: 'md5' }),
      unsupported,
    ),
    attack(
      family,
      'hash-other-than-declared',
      'sha-512 declared, sha-256 used',
      with_('sha-512', 'sha256'),
      'disclosure_unreferenced',
    ),
  ]
}
