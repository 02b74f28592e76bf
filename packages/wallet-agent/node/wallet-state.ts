import * as z from 'zod'
import { HoldingSchema } from '../src/state/holding-record.ts'

const keys = z.record(z.string(), z.record(z.string(), z.string()))
const StateSchema = z.strictObject({ version: z.literal(2), keys, holdings: z.array(HoldingSchema).readonly() })

/** Version 1 held one copy of each credential, without what is needed to get more. */
const StateSchema1 = z.strictObject({
  version: z.literal(1),
  keys,
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

/** What is in the file of a wallet. */
export type WalletState = z.infer<typeof StateSchema>

export const emptyWallet: WalletState = { version: 2, keys: {}, holdings: [] }

/** Reads the text of a wallet's file, of this version or the one before. @throws for whatever is neither */
export function parseWalletState(text: string): WalletState {
  const value: unknown = JSON.parse(text)
  const older = StateSchema1.safeParse(value)
  return older.success ? migrate(older.data) : StateSchema.parse(value)
}

function migrate({ keys, credentials }: z.infer<typeof StateSchema1>): WalletState {
  const holdings = credentials.map(({ keyId, credential, expiresAt, issuer, ...rest }) => ({
    ...rest,
    issuer: issuerIdentifier(issuer),
    copies: [{ keyId, credential, ...(expiresAt !== undefined && { expiresAt }) }],
  }))
  return { version: 2, keys, holdings }
}

/** Version 1 had the `iss` of the credential, which is the `did:web` of the credential issuer (did:web method, section 3.1). */
function issuerIdentifier(iss: string): string {
  if (!iss.startsWith('did:web:')) return iss
  const [host = '', ...path] = iss.slice('did:web:'.length).split(':').map(decodeURIComponent)
  const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
  return [`${loopback ? 'http' : 'https'}://${host}`, ...path].join('/')
}
