import { type Attack, attack, control, type Family } from './attack.ts'
import { digest, disclosure, NOW, publicKey, SECRET, sdJwt } from './forge.ts'

const common = { kind: 'sd-jwt', key: publicKey('issuer'), options: { now: NOW } } as const
const names: Family = {
  ...common,
  clause: 'RFC 9901, 4.2.1 and 7.1, step 3.3.2',
  rule: 'SD-JWT 3: no claim is named _sd or `...`, nor like one that is there',
}

export function claimNameAttacks(): readonly Attack[] {
  const reserved = 'claim_name_reserved'
  const collision = 'claim_name_collision'
  const twice = [disclosure('name', SECRET), disclosure('name', `${SECRET}-2`)]
  const inner = disclosure('city', SECRET)
  const proto = disclosure('__proto__', { admin: SECRET })
  return [
    control(
      names,
      'name-__proto__',
      '__proto__ is a name like any other',
      withMember({}, proto),
      JSON.parse(`{"__proto__":{"admin":"${SECRET}"}}`),
    ),
    control(names, 'name-empty', 'the empty name', withMember({}, disclosure('', SECRET)), { '': SECRET }),
    attack(names, 'name-_sd', 'a disclosure named _sd', withMember({}, disclosure('_sd', [SECRET])), reserved),
    attack(names, 'name-dots', 'a disclosure named `...`', withMember({}, disclosure('...', SECRET)), reserved),
    attack(
      names,
      'name-_sd_alg',
      'a disclosure named _sd_alg',
      withMember({}, disclosure('_sd_alg', 'sha-512')),
      reserved,
    ),
    attack(names, 'name-dots-in-payload', '`...` outside an array', sdJwt({ '...': SECRET }), reserved),
    attack(
      names,
      'name-dots-in-disclosed-value',
      '`...` in a disclosed object',
      withMember({}, disclosure('a', { '...': SECRET })),
      reserved,
    ),
    attack(
      names,
      'name-_sd_alg-nested',
      '_sd_alg below the top',
      sdJwt({ address: { _sd_alg: 'sha-256', a: SECRET } }),
      reserved,
    ),
    attack(
      names,
      'name-_sd_alg-in-disclosed-value',
      '_sd_alg in a disclosed object',
      withMember({}, disclosure('a', { _sd_alg: 'sha-256' })),
      reserved,
    ),
    attack(
      names,
      'name-of-open-claim',
      'the name of a claim in the payload',
      withMember({ name: 'open' }, disclosure('name', SECRET)),
      collision,
    ),
    attack(names, 'name-disclosed-twice', 'two disclosures of one name', withMember({}, ...twice), collision),
    attack(
      names,
      'name-nested-collision',
      'the name of a member of a nested object',
      sdJwt({ address: { city: 'open', _sd: [digest(inner)] } }, [inner]),
      collision,
    ),
    attack(
      names,
      'name-__proto__-collision',
      'two disclosures named __proto__',
      withMember({}, proto, disclosure('__proto__', SECRET)),
      collision,
    ),
    attack(
      names,
      'name-toString-collision',
      'a disclosure over an open claim named toString',
      withMember({ toString: 1 }, disclosure('toString', SECRET)),
      collision,
    ),
    control(
      names,
      'name-toString',
      'toString is no claim until there is one',
      withMember({}, disclosure('toString', SECRET)),
      { toString: SECRET },
    ),
  ]
}

function withMember(payload: Readonly<Record<string, unknown>>, ...texts: readonly string[]): string {
  return sdJwt({ ...payload, _sd: texts.map((text) => digest(text)) }, texts)
}
