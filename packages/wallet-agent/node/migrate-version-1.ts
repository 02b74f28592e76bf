import * as z from 'zod'
import type { WalletState2 } from './migrate-version-2.ts'

/** Version 1 held one copy of each credential, without what is needed to get more. */
const WalletStateSchema1 = z.strictObject({
  version: z.literal(1),
  keys: z.record(z.string(), z.record(z.string(), z.string())),
  credentials: z.array(
    z.strictObject({
      id: z.string(),
      configurationId: z.string(),
      vct: z.string(),
      issuer: z.string(),
      keyId: z.string(),
      receivedAt: z.string(),
      expiresAt: z.string().optional(),
      credential: z.string(),
    }),
  ),
})

/** @returns what is of version 1 as version 2, and whatever else as it is */
export function migrateVersion1(value: unknown): unknown {
  const { data } = WalletStateSchema1.safeParse(value)
  if (data === undefined) return value
  const holdings = data.credentials.map(({ keyId, credential, expiresAt, issuer, ...rest }) => ({
    ...rest,
    issuer: issuerIdentifier(issuer),
    copies: [{ keyId, credential, ...(expiresAt !== undefined && { expiresAt }) }],
  }))
  return { version: 2, keys: data.keys, holdings } satisfies WalletState2
}

/** Version 1 had the `iss` of the credential, which is the `did:web` of the credential issuer (did:web method, section 3.1). */
function issuerIdentifier(iss: string): string {
  if (!iss.startsWith('did:web:')) return iss
  const [host = '', ...path] = iss.slice('did:web:'.length).split(':').map(decodeURIComponent)
  const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
  return [`${loopback ? 'http' : 'https'}://${host}`, ...path].join('/')
}
