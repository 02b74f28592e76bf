import { encodeBase64urlText, type Json, type JsonObject, signJws } from '@bai/credential'
import { nodePlatform } from '@bai/credential/node'
import type { CheckCode } from '../../src/index.ts'
import { type Case, CLAIMS, issuer } from './gate.ts'

/** A presentation that must not be accepted, and the code that says why. */
export type Refusal = {
  readonly name: string
  readonly code: CheckCode
  readonly outcome?: 'undecided'
  readonly of: () => Case | Promise<Case>
}

const TYP = 'dc+sd-jwt'
/** A disclosure of an object's member, its salt of no importance. */
export const hide = (name: Json, value: Json = 1) =>
  encodeBase64urlText(JSON.stringify(['salt-of-a-test', name, value]))
export const digestOf = (disclosure: string) => nodePlatform.digest('sha-256', disclosure)

/** Whatever payload, under the issuer's good signature. */
export async function signed(
  payload: JsonObject,
  disclosures: readonly string[] = [],
  header: JsonObject = {},
): Promise<Case> {
  const jwt = await signJws({ typ: TYP, kid: issuer.kid, ...header }, { ...CLAIMS, ...payload }, issuer.signer)
  return { presentedText: `${[jwt, ...disclosures].join('~')}~` }
}

/** The parts of the issuer-signed JWT, changed. */
export function jwtParts(change: (parts: readonly string[]) => readonly string[]): Case {
  return {
    changed: (presentation) => {
      const [jwt = '', ...rest] = presentation.split('~')
      return [change(jwt.split('.')).join('.'), ...rest].join('~')
    },
  }
}

export function rejected(code: CheckCode, name: string, of: Case | (() => Case | Promise<Case>)): Refusal {
  return { name, code, of: typeof of === 'function' ? of : () => of }
}

export function undecided(code: CheckCode, name: string, of: Case): Refusal {
  return { name, code, outcome: 'undecided', of: () => of }
}
