import { type Attack, attack, control, type Family } from './attack.ts'
import { digest, disclosure, jws, NOW, publicKey, SECRET } from './forge.ts'

const ISSUER = 'https://issuer.example'
const base = { iss: ISSUER, vct: 'urn:example:1', name: SECRET }
const header = { alg: 'ES256', typ: 'dc+sd-jwt' }
const common = {
  kind: 'sd-jwt',
  key: publicKey('issuer'),
  options: { now: NOW, typ: ['dc+sd-jwt'], iss: ISSUER },
} as const
const open: Family = {
  ...common,
  clause: 'draft-ietf-oauth-sd-jwt-vc, 2.2.2.3',
  rule: 'SD-JWT VC 1: iss nbf exp cnf vct vct#integrity aka_vcts status are never selectively disclosed',
}
const type: Family = {
  ...common,
  clause: 'draft-ietf-oauth-sd-jwt-vc, 2.2.1 and 2.2.2',
  rule: 'SD-JWT VC 2, 3: typ dc+sd-jwt, vct required, iss optional',
}
const reference: Family = {
  ...common,
  clause: 'draft-ietf-oauth-status-list, 6.2',
  rule: 'Token Status List 1: status_list has idx, a non-negative integer, and uri',
}

function credential(claims: Readonly<Record<string, unknown>>, disclosures: readonly string[] = []): string {
  const sd = disclosures.length === 0 ? {} : { _sd: disclosures.map((text) => digest(text)) }
  const payload = JSON.parse(JSON.stringify({ ...base, ...claims, ...sd }))
  return [jws(header, payload), ...disclosures, ''].join('~')
}

export function credentialAttacks(): readonly Attack[] {
  return [...disclosabilityAttacks(), ...typeAttacks(), ...referenceAttacks()]
}

function disclosabilityAttacks(): readonly Attack[] {
  const hidden: Readonly<Record<string, unknown>> = {
    iss: ISSUER,
    nbf: NOW - 1,
    exp: NOW + 1,
    cnf: { jwk: publicKey('holder') },
    vct: 'urn:example:1',
    'vct#integrity': 'sha256-AAAA',
    aka_vcts: ['urn:example:0'],
    status: { status_list: { idx: 0, uri: 'https://issuer.example/status/1' } },
  }
  const jwk = disclosure('jwk', publicKey('holder'))
  const nested = { cnf: { _sd: [digest(jwk)] } }
  return [
    ...Object.entries(hidden).map(([name, value]) => {
      const input = credential({ [name]: undefined }, [disclosure(name, value)])
      return attack(
        open,
        `vc-hidden-${name.replace('#', '-')}`,
        `${name} came out of a disclosure`,
        input,
        'claim_not_disclosable',
      )
    }),
    attack(
      open,
      'vc-hidden-in-cnf',
      'a part of cnf came out of a disclosure',
      [jws(header, { ...base, ...nested }), jwk, ''].join('~'),
      'claim_not_disclosable',
    ),
    control(open, 'vc-hidden-sub', 'sub may be disclosed', credential({}, [disclosure('sub', SECRET)]), {
      ...base,
      sub: SECRET,
    }),
    control(open, 'vc-hidden-iat', 'iat may be disclosed', credential({}, [disclosure('iat', NOW)]), {
      ...base,
      iat: NOW,
    }),
    control(
      open,
      'vc-hidden-and-withheld',
      'a withheld claim is not a missing one',
      [jws(header, { ...base, _sd: [digest('withheld')] }), ''].join('~'),
      base,
    ),
  ]
}

function typeAttacks(): readonly Attack[] {
  const text = (typ: string | undefined) => `${jws({ alg: 'ES256', typ }, base)}~`
  const noIssuer = { options: { now: NOW, typ: ['dc+sd-jwt'] } }
  return [
    control(type, 'vc-good', 'as it should be', credential({}), base),
    control({ ...type, ...noIssuer }, 'vc-without-iss', 'iss is optional', credential({ iss: undefined }), {
      vct: base.vct,
      name: SECRET,
    }),
    control(type, 'vc-typ-application', 'application/ may be there', text('application/dc+sd-jwt'), base),
    attack(type, 'vc-typ-old', 'vc+sd-jwt, the typ of earlier drafts', text('vc+sd-jwt'), 'typ_unexpected'),
    attack(type, 'vc-typ-jwt', 'JWT', text('JWT'), 'typ_unexpected'),
    attack(type, 'vc-typ-missing', 'no typ', text(undefined), 'typ_unexpected'),
    attack(type, 'vc-vct-missing', 'no vct', credential({ vct: undefined }), 'claim_missing'),
    attack(type, 'vc-vct-empty', 'an empty vct', credential({ vct: '' }), 'claim_missing'),
    attack(type, 'vc-vct-array', 'vct in an array', credential({ vct: ['urn:example:1'] }), 'claim_invalid'),
    attack(type, 'vc-vct-number', 'vct that is a number', credential({ vct: 1 }), 'claim_invalid'),
    attack(type, 'vc-iss-other', 'another issuer', credential({ iss: 'https://other.example' }), 'issuer_mismatch'),
    attack(
      type,
      'vc-iss-missing',
      'no issuer where one is expected',
      credential({ iss: undefined }),
      'issuer_mismatch',
    ),
    attack({ ...type, ...noIssuer }, 'vc-iss-number', 'iss that is a number', credential({ iss: 7 }), 'claim_invalid'),
    attack(type, 'vc-sub-object', 'sub that is an object', credential({ sub: { id: SECRET } }), 'claim_invalid'),
    attack(
      type,
      'vc-integrity-number',
      'vct#integrity that is a number',
      credential({ 'vct#integrity': 7 }),
      'claim_invalid',
    ),
    control(type, 'vc-aka-good', 'other types', credential({ aka_vcts: ['urn:example:0'] }), {
      ...base,
      aka_vcts: ['urn:example:0'],
    }),
    attack(
      type,
      'vc-aka-string',
      'other types as a string',
      credential({ aka_vcts: 'urn:example:0' }),
      'claim_invalid',
    ),
    attack(type, 'vc-aka-empty', 'an empty list of other types', credential({ aka_vcts: [] }), 'claim_invalid'),
    attack(type, 'vc-aka-number', 'another type that is a number', credential({ aka_vcts: [1] }), 'claim_invalid'),
    attack(
      type,
      'vc-aka-itself',
      'the type among the others',
      credential({ aka_vcts: ['urn:example:1'] }),
      'claim_invalid',
    ),
    attack(type, 'vc-expired', 'an expired credential', credential({ exp: NOW }), 'credential_expired'),
  ]
}

function referenceAttacks(): readonly Attack[] {
  const status = (status_list: unknown) => credential({ status: { status_list } })
  const uri = 'https://issuer.example/status/1'
  const good = { status: { status_list: { idx: 7, uri } } }
  const invalid = 'claim_invalid'
  return [
    control(reference, 'vc-status-good', 'as it should be', credential(good), { ...base, ...good }),
    attack(reference, 'vc-status-negative', 'a negative index', status({ idx: -1, uri }), invalid),
    attack(reference, 'vc-status-fraction', 'an index and a half', status({ idx: 1.5, uri }), invalid),
    attack(reference, 'vc-status-string', 'an index in a string', status({ idx: '7', uri }), invalid),
    attack(reference, 'vc-status-huge', 'an index beyond the safe integers', status({ idx: 2 ** 60, uri }), invalid),
    attack(reference, 'vc-status-idx-missing', 'no index', status({ uri }), invalid),
    attack(reference, 'vc-status-uri-missing', 'no uri', status({ idx: 7 }), invalid),
    attack(reference, 'vc-status-uri-number', 'uri that is a number', status({ idx: 7, uri: 7 }), invalid),
    attack(reference, 'vc-status-list-array', 'status_list that is an array', status([7, uri]), invalid),
    attack(reference, 'vc-status-empty', 'an empty status', credential({ status: {} }), invalid),
    attack(reference, 'vc-status-null', 'status null', credential({ status: null }), invalid),
    attack(
      reference,
      'vc-status-unknown',
      'a mechanism that cannot be checked',
      credential({ status: { other: SECRET } }),
      invalid,
    ),
  ]
}
