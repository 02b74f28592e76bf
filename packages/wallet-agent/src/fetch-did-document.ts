import { type DidDocument, didWebUrl, parseJson } from '@bai/credential'
import type { WalletDependencies } from './ports.ts'

/** The document of a `did:web` (did:web method, section 3.2). @returns undefined where there is none */
export async function fetchDidDocument(
  did: string,
  { fetch, allowLoopbackHttp }: Pick<WalletDependencies, 'fetch' | 'allowLoopbackHttp'>,
): Promise<DidDocument | undefined> {
  const response = await fetch(didWebUrl(did, { allowLoopbackHttp }), {
    headers: { accept: 'application/did+json, application/json' },
  })
  if (!response.ok) return undefined
  return parseJson(await response.text(), 'DID document') as unknown as DidDocument
}
