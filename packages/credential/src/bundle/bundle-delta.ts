import * as z from 'zod'
import { decodeBase64url, encodeBase64urlText } from '../base64url.ts'
import { CredentialError } from '../errors.ts'
import { isJsonObject, type Json, parseJson, parseJsonObject } from '../json.ts'

/** Media type of the way from one bundle to the next. The number is the version of the format. */
export const BUNDLE_DELTA_TYPE = 'application/vnd.bai.bundle-delta.1+json'

const text = (max: number) => z.string().max(max)
const place = z.int().nonnegative().max(10_000)
const PartSchema = z.union([
  /** New, as it stands. */
  text(4_000_000),
  /** The status list token at this place of the base. */
  z.strictObject({ token: place }),
  /** A token that was signed anew over the bits of one in the base. */
  z.strictObject({
    header: text(20_000),
    before: text(20_000),
    list: place,
    after: text(20_000),
    signature: text(2000),
  }),
])

/** The bundle `sequence`, told by what it shares with the bundle `base`. */
export const BundleDeltaSchema = z.strictObject({
  base: z.int().nonnegative(),
  sequence: z.int().nonnegative(),
  header: text(20_000),
  signature: text(2000),
  payload: z.array(PartSchema).max(40_001),
})
export type BundleDelta = z.infer<typeof BundleDeltaSchema>
type Part = z.infer<typeof PartSchema>

type TakenApart = { readonly header: string; readonly payload: string; readonly signature: string }

/**
 * The way from one bundle to the next: status lists are most of a bundle, and from one hour to the next few of them
 * change, though all are signed anew. Nothing is believed of it: the bundle that it leads to is verified like any other.
 *
 * @returns undefined where it would not lead to exactly the same characters
 */
export function createBundleDelta(base: string, next: string): BundleDelta | undefined {
  const [from, to] = [takeApart(base), takeApart(next)]
  const known = tokensIn(from.payload)
  const byToken = new Map(known.map((token, i) => [token, i]))
  const byBits = new Map(known.flatMap((token, i) => bitsIn(token).map((bits) => [bits, i] as const)))
  const payload: Part[] = []
  let rest = to.payload
  for (const token of tokensIn(to.payload)) {
    const at = rest.indexOf(token)
    payload.push(rest.slice(0, at), describe(token, byToken, byBits))
    rest = rest.slice(at + token.length)
  }
  payload.push(rest)
  const { header, signature } = to
  const delta = { base: sequenceOf(from), sequence: sequenceOf(to), header, signature, payload }
  return applyBundleDelta(base, delta) === next ? delta : undefined
}

/**
 * Puts the next bundle together. @param base the bundle that the delta starts from, already verified
 * @throws CredentialError `bundle_malformed` where the delta belongs to another base
 */
export function applyBundleDelta(base: string, delta: BundleDelta): string {
  const from = takeApart(base)
  if (sequenceOf(from) !== delta.base) throw malformed('delta_base')
  const known = tokensIn(from.payload)
  const write = (part: Part): string => {
    if (typeof part === 'string') return part
    if ('token' in part) return known[part.token] ?? refuse()
    const [bits] = bitsIn(known[part.list] ?? refuse())
    const claims = part.before + (bits ?? refuse()) + part.after
    return `${part.header}.${encodeBase64urlText(claims)}.${part.signature}`
  }
  return `${delta.header}.${encodeBase64urlText(delta.payload.map(write).join(''))}.${delta.signature}`
}

function describe(token: string, byToken: ReadonlyMap<string, number>, byBits: ReadonlyMap<string, number>): Part {
  const place = byToken.get(token)
  if (place !== undefined) return { token: place }
  const [bits = ''] = bitsIn(token)
  const list = byBits.get(bits)
  if (list === undefined) return token
  const { header, payload, signature } = takeApart(token)
  const at = payload.indexOf(bits)
  return { header, before: payload.slice(0, at), list, after: payload.slice(at + bits.length), signature }
}

function takeApart(jws: string): TakenApart {
  const [header = '', payload = '', signature = ''] = jws.split('.')
  return { header, payload: new TextDecoder().decode(decodeBase64url(payload, 'bundle')), signature }
}

function tokensIn(payload: string): readonly string[] {
  const { status_lists: tokens } = readPayload(payload)
  return Array.isArray(tokens) ? tokens.filter((token) => typeof token === 'string') : []
}

function sequenceOf({ payload }: TakenApart): number {
  const { sequence } = readPayload(payload)
  return typeof sequence === 'number' ? sequence : -1
}

function readPayload(payload: string): { readonly [name: string]: Json } {
  const value = parseJson(payload, 'bundle')
  return isJsonObject(value) ? value : {}
}

/** The packed bits of a status list token, none where it is something else. */
function bitsIn(token: string): readonly string[] {
  try {
    const list = parseJsonObject(token.split('.')[1] ?? '', 'status list')['status_list']
    return isJsonObject(list) && typeof list['lst'] === 'string' ? [list['lst']] : []
  } catch (error) {
    if (error instanceof CredentialError) return []
    throw error
  }
}

function refuse(): never {
  throw malformed('delta_part')
}

function malformed(reason: string): CredentialError<'bundle_malformed'> {
  return new CredentialError('bundle_malformed', 'The way to the next bundle does not start from this one.', { reason })
}
