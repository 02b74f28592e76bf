import { type Attack, attack, control, type Family } from './attack.ts'
import { digest, disclosure, HEADER, jws, NOW, publicKey, SECRET, sdJwt } from './forge.ts'

const common = { kind: 'sd-jwt', key: publicKey('issuer'), options: { now: NOW } } as const

export function structureAttacks(): readonly Attack[] {
  return [...formatAttacks(), ...validityAttacks()]
}

function formatAttacks(): readonly Attack[] {
  const family: Family = {
    ...common,
    clause: 'RFC 9901, 4',
    rule: 'SD-JWT 8: without key binding it ends in ~, and each part is there once',
  }
  const text = disclosure('name', SECRET)
  const token = jws(HEADER, { _sd: [digest(text)] })
  const [header, payload, signature] = token.split('.')
  return [
    control(family, 'format-no-disclosure', 'no disclosure', `${token}~`, {}),
    control(family, 'format-one-disclosure', 'one disclosure', `${token}~${text}~`, { name: SECRET }),
    attack(family, 'format-plain-jwt', 'a JWT without ~', token, 'sd_jwt_malformed'),
    attack(family, 'format-empty', 'nothing', '', 'sd_jwt_malformed'),
    attack(family, 'format-tilde', '~ alone', '~', 'jws_malformed'),
    attack(
      family,
      'format-last-tilde-missing',
      'the last disclosure without its ~',
      `${token}~${text}`,
      'key_binding_unexpected',
    ),
    attack(family, 'format-empty-disclosure', 'an empty disclosure', `${token}~~${text}~`, 'sd_jwt_malformed'),
    attack(
      family,
      'format-empty-disclosure-at-end',
      'an empty disclosure at the end',
      `${token}~${text}~~`,
      'sd_jwt_malformed',
    ),
    attack(family, 'format-tilde-before', '~ before the JWT', `~${token}~`, 'jws_malformed'),
    attack(family, 'format-space-behind', 'a space behind the last ~', `${token}~ `, 'key_binding_unexpected'),
    attack(
      family,
      'format-line-break-behind',
      'a line break behind the last ~',
      `${token}~\n`,
      'key_binding_unexpected',
    ),
    attack(family, 'format-space-before', 'a space before the JWT', ` ${token}~`, 'base64url_malformed'),
    attack(family, 'format-two-parts', 'a JWT of two parts', `${header}.${payload}~`, 'jws_malformed'),
    attack(family, 'format-four-parts', 'a JWT of four parts', `${token}.${signature}~`, 'jws_malformed'),
    attack(
      family,
      'format-five-parts',
      'the five parts of a JWE',
      `${token}.${signature}.${signature}~`,
      'jws_malformed',
    ),
    attack(family, 'format-header-empty', 'no header', `.${payload}.${signature}~`, 'jws_malformed'),
    attack(family, 'format-payload-empty', 'no payload', `${header}..${signature}~`, 'json_malformed'),
    attack(
      family,
      'format-too-many-disclosures',
      'more disclosures than anybody needs',
      `${token}~${'e30~'.repeat(2001)}`,
      'too_large',
    ),
    attack(
      family,
      'format-json-serialisation',
      'JSON serialisation, which is not read',
      JSON.stringify({ payload, protected: header, signature }),
      'sd_jwt_malformed',
    ),
  ]
}

function validityAttacks(): readonly Attack[] {
  const family: Family = {
    ...common,
    clause: 'RFC 9901, 7.1, step 6; RFC 7519, 4.1',
    rule: 'SD-JWT 6: exp, nbf and iat hold now',
  }
  const at = (claims: Readonly<Record<string, unknown>>) => sdJwt({ sub: SECRET, ...claims })
  const hiddenExp = disclosure('exp', NOW - 1)
  const invalid = 'claim_invalid'
  return [
    control(family, 'exp-last-second', 'one second before exp', at({ exp: NOW + 1 }), { sub: SECRET, exp: NOW + 1 }),
    attack(family, 'exp-now', 'at exp', at({ exp: NOW }), 'credential_expired'),
    attack(family, 'exp-past', 'after exp', at({ exp: NOW - 1 }), 'credential_expired'),
    control(
      family,
      'exp-skew',
      'after exp, within the skew',
      at({ exp: NOW - 59 }),
      { sub: SECRET, exp: NOW - 59 },
      { skew: 60 },
    ),
    attack(family, 'exp-skew-over', 'after exp and the skew', at({ exp: NOW - 60 }), 'credential_expired', {
      skew: 60,
    }),
    attack(family, 'exp-fraction', 'half a second after exp', at({ exp: NOW - 0.5 }), 'credential_expired'),
    attack(family, 'exp-zero', 'exp 0', at({ exp: 0 }), 'credential_expired'),
    attack(family, 'exp-string', 'exp in a string', at({ exp: String(NOW + 100) }), invalid),
    attack(family, 'exp-null', 'exp null', at({ exp: null }), invalid),
    attack(family, 'exp-infinite', 'exp 1e400', sdJwt(`{"sub":"${SECRET}","exp":1e400}`), invalid),
    attack(family, 'exp-date', 'exp as a date', at({ exp: '2030-01-01T00:00:00Z' }), invalid),
    attack(
      family,
      'exp-disclosed',
      'exp comes out of a disclosure, and counts',
      sdJwt({ _sd: [digest(hiddenExp)] }, [hiddenExp]),
      'credential_expired',
    ),
    control(family, 'nbf-now', 'at nbf', at({ nbf: NOW }), { sub: SECRET, nbf: NOW }),
    attack(family, 'nbf-future', 'before nbf', at({ nbf: NOW + 1 }), 'credential_not_yet_valid'),
    attack(family, 'nbf-string', 'nbf in a string', at({ nbf: String(NOW - 100) }), invalid),
    attack(family, 'iat-future', 'issued in the future', at({ iat: NOW + 1 }), 'credential_issued_in_future'),
    attack(family, 'iat-string', 'iat in a string', at({ iat: String(NOW - 100) }), invalid),
    attack(family, 'iss-other', 'another issuer', at({ iss: 'https://other.example' }), 'issuer_mismatch', {
      iss: 'https://issuer.example',
    }),
    attack(family, 'iss-missing', 'no issuer where one is expected', at({}), 'issuer_mismatch', {
      iss: 'https://issuer.example',
    }),
    attack(
      family,
      'iss-slash',
      'the issuer with a slash behind',
      at({ iss: 'https://issuer.example/' }),
      'issuer_mismatch',
      { iss: 'https://issuer.example' },
    ),
    control(
      family,
      'iss-same',
      'the issuer that is expected',
      at({ iss: 'https://issuer.example' }),
      { sub: SECRET, iss: 'https://issuer.example' },
      { iss: 'https://issuer.example' },
    ),
  ]
}
