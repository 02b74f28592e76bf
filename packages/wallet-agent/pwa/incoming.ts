import { createContext, use } from 'react'

/** What came in from outside and waits for the person: by scan, by paste, or by a link. */
export type Incoming =
  | { readonly kind: 'offer'; readonly text: string }
  /** Address of a request: `openid4vp://…`. */
  | { readonly kind: 'address'; readonly text: string }
  /** Signed request that was scanned as QR code. */
  | { readonly kind: 'object'; readonly text: string }
  /** The wallet's own address, as an issuer sent the browser back to it. */
  | { readonly kind: 'return'; readonly text: string }

const OFFER = /^(openid-credential-offer|haip-vci|https?):[^#]*[?&]credential_offer(_uri)?=/i
const REQUEST = /^(openid4vp|haip|haip-vp|eudi-openid4vp):/i

/** What a text is, by its form alone; whether it is good is found out when it is opened. */
export function classify(text: string): Incoming | undefined {
  const trimmed = text.trim()
  if (OFFER.test(trimmed)) return { kind: 'offer', text: trimmed }
  if (REQUEST.test(trimmed)) return { kind: 'address', text: trimmed }
  return undefined
}

type IncomingState = { readonly incoming: Incoming | undefined; take(incoming: Incoming | undefined): void }

export const IncomingContext = createContext<IncomingState>({ incoming: undefined, take: () => {} })

export function useIncoming(): IncomingState {
  return use(IncomingContext)
}
