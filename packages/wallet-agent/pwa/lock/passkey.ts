export type PasskeyDependencies = {
  readonly subtle: SubtleCrypto
  readonly randomBytes: (length: number) => Uint8Array<ArrayBuffer>
  /** Undefined where the browser has no passkeys. */
  readonly credentials: CredentialsContainer | undefined
}

/** `unsupported`: no secret comes out of this passkey. `cancelled`: by the person, or it took too long. */
export class PasskeyError extends Error {
  override readonly name = 'PasskeyError'
  readonly code: 'unsupported' | 'cancelled'

  constructor(code: 'unsupported' | 'cancelled', options?: ErrorOptions) {
    super(`passkey ${code}`, options)
    this.code = code
  }
}

export type CreatedPasskey = {
  readonly credentialId: Uint8Array<ArrayBuffer>
  readonly salt: Uint8Array<ArrayBuffer>
  readonly key: CryptoKey
}
type PrfOutputs = { readonly prf?: { readonly results?: { readonly first?: BufferSource } } }

const SALT_BYTES = 32
const TIMEOUT_MILLISECONDS = 120_000
const INFO = new TextEncoder().encode('bai wallet data key')
/** COSE: ES256, RS256. The signature is not used; only the secret is. */
const ALGORITHMS = [-7, -257].map((alg) => ({ type: 'public-key', alg }) as const)

/** Whether this browser says that passkeys with a secret of their own work here (WebAuthn Level 3, section 10.1.4, `prf`). */
export async function supportsPasskeys(
  api: (typeof PublicKeyCredential & { getClientCapabilities?(): Promise<Record<string, boolean>> }) | undefined,
): Promise<boolean> {
  if (api?.getClientCapabilities === undefined) return false
  const capabilities = await api.getClientCapabilities().catch(() => ({}) as Record<string, boolean>)
  return capabilities['extension:prf'] === true
}

/** Makes a passkey, and asks it for its secret. @throws PasskeyError */
export async function createPasskey(dependencies: PasskeyDependencies): Promise<CreatedPasskey> {
  const { credentials, randomBytes } = dependencies
  const salt = randomBytes(SALT_BYTES)
  const created = await asking(() =>
    credentials?.create({
      publicKey: {
        rp: { name: 'ใบ · Bai' },
        user: { id: randomBytes(16), name: 'Bai', displayName: 'ใบ · Bai' },
        challenge: randomBytes(32),
        pubKeyCredParams: ALGORITHMS,
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        timeout: TIMEOUT_MILLISECONDS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const credentialId = new Uint8Array(created.rawId)
  // Some give the secret when they are made, others only when they are used.
  const secret = secretOf(created)
  const key =
    secret === undefined ? await passkeyKey({ credentialId, salt }, dependencies) : await derive(secret, dependencies)
  return { credentialId, salt, key }
}

/** The key that a passkey opens the wallet with. @throws PasskeyError */
export async function passkeyKey(
  { credentialId, salt }: Pick<CreatedPasskey, 'credentialId' | 'salt'>,
  dependencies: PasskeyDependencies,
): Promise<CryptoKey> {
  const { credentials, randomBytes } = dependencies
  const used = await asking(() =>
    credentials?.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials: [{ type: 'public-key', id: credentialId }],
        userVerification: 'required',
        timeout: TIMEOUT_MILLISECONDS,
        extensions: { prf: { eval: { first: salt } } },
      },
    }),
  )
  const secret = secretOf(used)
  if (secret === undefined) throw new PasskeyError('unsupported')
  return derive(secret, dependencies)
}

async function asking(ask: () => Promise<Credential | null> | undefined): Promise<PublicKeyCredential> {
  try {
    const answer = await ask()
    if (answer instanceof PublicKeyCredential) return answer
  } catch (cause) {
    throw new PasskeyError(
      cause instanceof DOMException && cause.name === 'NotSupportedError' ? 'unsupported' : 'cancelled',
      {
        cause,
      },
    )
  }
  throw new PasskeyError('unsupported')
}

function secretOf(credential: PublicKeyCredential): BufferSource | undefined {
  return (credential.getClientExtensionResults() as PrfOutputs).prf?.results?.first
}

async function derive(secret: BufferSource, { subtle }: PasskeyDependencies): Promise<CryptoKey> {
  const key = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey'])
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: INFO }
  return subtle.deriveKey(parameters, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
