/** `announced`: verifiers can find it, nothing is signed with it yet. `retiring`: what it signed is still verified. */
export type IssuerKeyState = 'announced' | 'active' | 'retiring' | 'retired'

export type IssuerKey = {
  /** Thumbprint of the key, and the fragment of its DID URL. */
  readonly kid: string
  readonly state: IssuerKeyState
  readonly announcedAt: Date
  readonly activeFrom: Date | undefined
  /** From when on another one signs. */
  readonly activeUntil: Date | undefined
  readonly retiredAt: Date | undefined
  /** `x5c`: base64 of DER, the leaf first, the anchor not among them. */
  readonly certificates: readonly string[] | undefined
}

/** The keys that credentials are signed with, one at a time. */
export interface IssuerKeys {
  list(): Promise<readonly IssuerKey[]>
  /** Makes a key and puts it into the DID document. */
  announce(): Promise<IssuerKey>
  /** PKCS #10 in PEM, for the authority that certifies issuers. */
  certificateRequest(kid: string): Promise<string>
  /** @throws IssuerError `certificates_unusable` */
  certify(kid: string, pem: string): Promise<void>
  /** From the time given on this key signs. */
  activate(kid: string, from: Date): Promise<void>
  /** Takes a key out of the DID document: what it signed no longer verifies. */
  retire(kid: string): Promise<void>
}
