import type { PublicJwk } from '@bai/credential'

/** What a wallet may fetch, and who it is for. */
export type WalletGrant = {
  readonly id: string
  readonly subjectHash: string
  readonly configurationIds: readonly string[]
  /** Nothing for a wallet that came with a pre-authorised code and did not say who it is. */
  readonly clientId: string | undefined
  /** Of the key that its tokens are bound to (RFC 9449); nothing for bearer tokens. */
  readonly keyThumbprint: string | undefined
  /** The enrolment it rests on, which may still be under review. */
  readonly enrolmentId: string | undefined
}

export type NewAccessToken = {
  readonly tokenHash: string
  readonly grantId: string
  readonly configurationIds: readonly string[]
  /** The wallet asked by `authorization_details`, and names credentials by their identifiers. */
  readonly byIdentifier: boolean
  readonly expiresAt: Date
}

/** An access token that is good now. */
export type Access = {
  readonly tokenHash: string
  readonly grant: WalletGrant
  /** May be fewer than the grant has. */
  readonly configurationIds: readonly string[]
  readonly byIdentifier: boolean
}

export interface GrantStore {
  add(grant: Omit<WalletGrant, 'id'>, now: Date): Promise<WalletGrant>
  addAccessToken(token: NewAccessToken): Promise<void>
  findAccess(tokenHash: string, now: Date): Promise<Access | undefined>
  addRefreshToken(token: {
    readonly tokenHash: string
    readonly grantId: string
    readonly expiresAt: Date
  }): Promise<void>
  findByRefreshToken(tokenHash: string, now: Date): Promise<WalletGrant | undefined>
  /** Ends a grant and all its tokens. */
  revoke(grantId: string, now: Date): Promise<void>
}

/** An authorization request that was pushed (RFC 9126). */
export type AuthorizationRequest = {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string | undefined
  /** PKCE with S256 (RFC 7636). */
  readonly codeChallenge: string
  readonly configurationIds: readonly string[]
  readonly byIdentifier: boolean
  readonly keyThumbprint: string | undefined
  /** Of the offer that it answers, as the wallet says. */
  readonly issuerStateHash: string | undefined
}

/** Who signed in for an authorization request. */
export type SignedIn = { readonly subjectHash: string; readonly enrolmentId: string | undefined }

export type RedeemableRequest = AuthorizationRequest & SignedIn & { readonly grantId: string | undefined }

export interface AuthorizationRequestStore {
  add(requestHash: string, request: AuthorizationRequest, expiresAt: Date): Promise<void>
  /**
   * Opens a request for one browser: the first that comes keeps it.
   *
   * @returns nothing when it is unknown, expired, answered, or another browser's
   */
  open(requestHash: string, sessionHash: string, now: Date): Promise<AuthorizationRequest | undefined>
  /** Writes down who signed in, and the code for it, once. @returns nothing when the request is not open for this browser */
  complete(
    key: { readonly requestHash: string; readonly sessionHash: string },
    answer: SignedIn & { readonly codeHash: string; readonly codeExpiresAt: Date },
    now: Date,
  ): Promise<AuthorizationRequest | undefined>
  /** Ends a request that the person does not want. @returns nothing when the request is not open for this browser */
  refuse(requestHash: string, sessionHash: string, now: Date): Promise<AuthorizationRequest | undefined>
  /**
   * Lets one caller at a time decide on a code. A code that gave a grant before comes with it: whoever shows it again has
   * stolen it or was stolen from (RFC 6749, section 4.1.2).
   */
  redeem(
    codeHash: string,
    now: Date,
    decide: (request: RedeemableRequest | undefined) => boolean,
  ): Promise<WalletGrant | undefined>
}

/** A key that a credential is or will be bound to, and how the credential names it. */
export type BoundKey = { readonly publicJwk: PublicJwk; readonly confirmation: { readonly [name: string]: unknown } }

export type DeferredIssuance = {
  readonly grantId: string
  readonly configurationId: string
  readonly keys: readonly BoundKey[]
}

export interface DeferredIssuanceStore {
  add(
    transactionHash: string,
    deferred: DeferredIssuance,
    times: { readonly now: Date; readonly expiresAt: Date },
  ): Promise<void>
  /** @returns nothing when it is unknown, expired, or was issued before */
  find(transactionHash: string, now: Date): Promise<DeferredIssuance | undefined>
  /** Uses the transaction up. @returns whether it was there; of two callers, one is told so */
  take(transactionHash: string, now: Date): Promise<boolean>
  /** Takes it back that a transaction was used. */
  giveBack(transactionHash: string): Promise<void>
}

export const NOTIFICATION_EVENTS = ['credential_accepted', 'credential_failure', 'credential_deleted'] as const
export type NotificationEvent = (typeof NOTIFICATION_EVENTS)[number]

export interface NotificationStore {
  add(
    notificationHash: string,
    issued: { readonly grantId: string; readonly configurationId: string },
    now: Date,
  ): Promise<void>
  /** @returns whether the grant was told this identifier; the same event again changes nothing */
  note(notificationHash: string, grantId: string, event: NotificationEvent, now: Date): Promise<boolean>
}

export interface UsedIdentifierStore {
  /** @returns whether nobody had used it before; it is remembered until `expiresAt` */
  use(identifierHash: string, expiresAt: Date): Promise<boolean>
}

/** A wallet that is known by its name alone: a public client (RFC 6749, section 2.1). */
export type RegisteredClient = { readonly clientId: string; readonly redirectUris: readonly string[] }

/** A provider whose attestations of wallets and of keys are believed. */
export type WalletProvider = {
  /** `iss` of its attestations. */
  readonly issuer: string
  readonly keys: readonly PublicJwk[]
  /** Where its wallets may be sent back to. */
  readonly redirectUris: readonly string[]
}

export type AuthorizationDependencies = {
  readonly grants: GrantStore
  readonly authorizationRequests: AuthorizationRequestStore
  readonly deferredIssuances: DeferredIssuanceStore
  readonly notifications: NotificationStore
  readonly usedIdentifiers: UsedIdentifierStore
}
