/** The key that a JWT names by a DID: `kid` as it stands, or what follows the DID in `iss` (DID Core 1.0, section 3.2.2). */
export function issuerDidUrl({ iss, kid }: { readonly iss: unknown; readonly kid: unknown }): string | undefined {
  if (typeof kid !== 'string') return undefined
  if (kid.startsWith('did:')) return kid
  return kid.startsWith('#') && typeof iss === 'string' && iss.startsWith('did:') ? `${iss}${kid}` : undefined
}
