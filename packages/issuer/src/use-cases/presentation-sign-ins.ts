import { encodeBase64url, type RandomBytes } from '@bai/credential'
import type { Derivation } from '../derivation/derivation.ts'
import type { DeskRequest } from '../derivation-ports.ts'
import type { IssuerError } from '../errors.ts'
import type { SignInKey } from './complete-sign-in.ts'

export type PresentationOutcome =
  | { readonly kind: 'accepted'; readonly subjectHash: string; readonly number: string }
  | { readonly kind: 'refused'; readonly error: IssuerError }

/** A sign-in of one browser that waits for a presentation, or for that browser once there was one. */
export type PresentationSignIn = {
  readonly key: SignInKey
  readonly derivation: Derivation
  /** Known to the wallet that presented, and to nobody else. */
  readonly responseCode: string
  readonly expiresAt: Date
  outcome?: PresentationOutcome
  numbersLeft: number
}

export type AskedSignIn = PresentationSignIn & { readonly asked: DeskRequest }

/** Those that are under way, in memory as the requests of the desk are: without these they are good for nothing. */
export interface PresentationSignIns {
  find(requestUri: string): AskedSignIn | undefined
  findByResponseCode(responseCode: string): AskedSignIn | undefined
  /** In place of an earlier one for the same authorization request, whose response code ends with it. */
  add(signIn: AskedSignIn): void
  /** Does nothing where another has taken its place. */
  end(signIn: AskedSignIn): void
}

const CODE_BYTES = 32
const NUMBERS = 1_000_000
const NUMBER_TRIES = 5
/** Above it all numbers are equally likely. */
const DRAW_LIMIT = 2 ** 32 - (2 ** 32 % NUMBERS)

export function createPresentationSignIns(now: () => Date): PresentationSignIns {
  const byRequest = new Map<string, AskedSignIn>()
  const byCode = new Map<string, AskedSignIn>()
  const end = (signIn: AskedSignIn) => {
    byCode.delete(signIn.responseCode)
    if (byRequest.get(signIn.key.requestUri) === signIn) byRequest.delete(signIn.key.requestUri)
  }
  const ifOpen = (signIn: AskedSignIn | undefined) =>
    signIn !== undefined && signIn.expiresAt > now() ? signIn : undefined
  return {
    find: (requestUri) => ifOpen(byRequest.get(requestUri)),
    findByResponseCode: (responseCode) => ifOpen(byCode.get(responseCode)),
    add: (signIn) => {
      // All live equally long, so the oldest come first.
      for (const old of byCode.values()) {
        if (old.expiresAt > now()) break
        end(old)
      }
      const before = byRequest.get(signIn.key.requestUri)
      if (before !== undefined) end(before)
      byRequest.set(signIn.key.requestUri, signIn)
      byCode.set(signIn.responseCode, signIn)
    },
    end,
  }
}

export function newPresentationSignIn(
  input: Pick<PresentationSignIn, 'key' | 'derivation' | 'expiresAt'>,
  randomBytes: RandomBytes,
): PresentationSignIn {
  return { ...input, responseCode: encodeBase64url(randomBytes(CODE_BYTES)), numbersLeft: NUMBER_TRIES }
}

/** Six digits, each number equally likely. */
export function drawNumber(randomBytes: RandomBytes): string {
  for (;;) {
    const drawn = new DataView(Uint8Array.from(randomBytes(4)).buffer).getUint32(0)
    if (drawn < DRAW_LIMIT) return String(drawn % NUMBERS).padStart(6, '0')
  }
}
