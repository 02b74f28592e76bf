import { CredentialError } from '../errors.ts'

const PREFIX = 'did:web:'

/** The `did:web` of an issuer's base address, for example `https://host:8443/a/b` → `did:web:host%3A8443:a:b`. */
export function encodeDidWeb(baseUrl: string): string {
  const { host, pathname } = new URL(baseUrl)
  const segments = pathname.split('/').filter((segment) => segment !== '')
  return PREFIX + [encodeURIComponent(host), ...segments].join(':')
}

/**
 * Whether an `iss` names the issuer of a `did:web`: by the DID, or by the address that the DID is of. Certificates are for
 * addresses, so a credential with `x5c` has the address (draft-ietf-oauth-sd-jwt-vc, section 2.5).
 */
export function namesDidWeb(iss: unknown, did: string): boolean {
  if (iss === did) return true
  if (typeof iss !== 'string' || !/^https?:/.test(iss) || !URL.canParse(iss)) return false
  const { search, hash, username, password } = new URL(iss)
  return search + hash + username + password === '' && encodeDidWeb(iss) === did
}

/**
 * Where the document of a `did:web` stands (did:web method, section 3.2).
 *
 * @param allowLoopbackHttp development only: `http` for a loopback host, never for another
 * @throws CredentialError `did_malformed`
 */
export function didWebUrl(did: string, { allowLoopbackHttp }: { readonly allowLoopbackHttp: boolean }): string {
  if (!/^did:web:[A-Za-z0-9.%:_-]{1,500}$/.test(did)) throw malformed()
  const [host = '', ...path] = did.slice(PREFIX.length).split(':').map(decodeSegment)
  if (
    host === '' ||
    /[/?#@\\]/.test(host) ||
    path.some((segment) => !/^[A-Za-z0-9._-]+$/.test(segment) || /^\.+$/.test(segment))
  ) {
    throw malformed()
  }
  const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)
  const scheme = allowLoopbackHttp && loopback ? 'http' : 'https'
  const document = path.length === 0 ? '.well-known/did.json' : `${path.join('/')}/did.json`
  return `${scheme}://${host}/${document}`
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw malformed()
  }
}

function malformed(): CredentialError<'did_malformed'> {
  return new CredentialError('did_malformed', 'This is not a did:web of a host and a plain path.', { method: 'web' })
}
