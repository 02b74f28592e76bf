import type { BilingualText, CitizenNumber, JsonObject } from '@bai/credential'
import type { Derivation } from './derivation/derivation.ts'

/** A credential that somebody presented, found good. */
export type PresentedCredential = {
  readonly queryId: string
  readonly vct: string
  readonly claims: JsonObject
  readonly issuer: { readonly id: string; readonly name: BilingualText }
  /** Level of assurance of what this issuer issues, by the bundle. */
  readonly level: 'low' | 'substantial' | 'high' | undefined
  /** By which its revocation is found out later. */
  readonly status: SourceReference | undefined
  readonly expiresAt: Date | undefined
}

/** Where the status of a source is found. Linkable, and so sealed wherever it is kept. */
export type SourceReference = { readonly issuer: string; readonly uri: string; readonly index: number }

/**
 * What is known of a source by now. `suspended` is whatever may still become good again; `unknown` is a source whose issuer,
 * list or index is not among what is known.
 */
export type SourceStatus = 'valid' | 'revoked' | 'suspended' | 'unknown'

/** What is known of all sources at one moment, in memory, so that nobody learns by being asked what the agency keeps. */
export type SourceStatuses = {
  /** Another one whenever something may be known that was not known before. */
  readonly version: string
  statusOf(source: SourceReference): SourceStatus
}

/** The newest that there is. */
export type OpenSourceStatuses = () => Promise<SourceStatuses>

/** What came of a request. */
export type DeskDecision = {
  readonly outcome: 'accepted' | 'rejected' | 'undecided'
  /** Of the check that decided. */
  readonly code: string
  /** Empty unless it was accepted. */
  readonly credentials: readonly PresentedCredential[]
}

export type DeskRequest = {
  /** `openid4vp://…` */
  readonly address: string
  readonly statusUri: string
  readonly qrUri: string
  readonly expiresAt: Date
}

/** Asks people to present what a derivation rests on. A verifier behind a port, for the issuer is none. */
export interface DerivationDesk {
  /**
   * @param decided called once with what came of it
   * @returns where the wallet goes on: an offer, or a page that says why there is none
   */
  ask(derivationId: string, decided: (decision: DeskDecision) => Promise<string>): Promise<DeskRequest>
}

/** What a derived credential is made of, from the presentation until it is issued; and what it rests on, for as long as it lives. */
export type Dossier = {
  /** Random: it stands where a citizen's keyed hash stands elsewhere, and belongs to one presentation. */
  readonly subjectHash: string
  readonly derivationId: string
  /** By which the agency knows the person, where it has a record of its own. */
  readonly recordKey: string | undefined
  readonly claims: JsonObject
  readonly sources: readonly SourceReference[]
  /** When the claims are forgotten, issued or not. */
  readonly claimsUntil: Date
  /** When what is derived ends. */
  readonly validUntil: Date
}

/** A dossier whose credentials may have to be revoked. */
export type LiveDossier = Pick<Dossier, 'subjectHash'> & {
  /** Nothing when the seal does not open: the key is another, or the row was changed. */
  readonly sources: readonly SourceReference[] | undefined
}

export type LiveDossiersQuery = {
  readonly now: Date
  readonly pageSize: number
  /** Left out: all. */
  readonly addedSince?: Date | undefined
}

export type DossierEnd = { readonly reason: string; readonly actor: string; readonly now: Date }

export interface DossierStore {
  add(dossier: Dossier, now: Date): Promise<void>
  /** @returns nothing when there is none, or its claims are forgotten */
  findClaims(
    subjectHash: string,
    now: Date,
  ): Promise<Pick<Dossier, 'derivationId' | 'claims' | 'validUntil'> | undefined>
  /** Those that are not ended and not over, in pages; the order is of no meaning. One that does not open stops nobody else. */
  live(query: LiveDossiersQuery): AsyncIterable<readonly LiveDossier[]>
  /** Those of a person whom the agency has a record of. @returns their `subjectHash` */
  ofRecord(recordKey: string): Promise<readonly string[]>
  /**
   * Ends them: every credential of theirs is revoked, in whatever form, and what they rest on is forgotten. In the audit log
   * in the same transaction.
   *
   * @returns how many credentials it was
   */
  end(subjectHashes: readonly string[], end: DossierEnd): Promise<number>
}

/** What the agency knows of people by itself. @see docs/agency-records.md */
export interface AgencyRecords {
  /** @param key keyed hash of the citizen number @throws IssuerError `agency_records_unavailable` */
  find(key: string): Promise<JsonObject | undefined>
}

/** All that an issuer needs to derive credentials from what people present. */
export type DerivationDependencies = {
  readonly derivations: ReadonlyMap<string, Derivation>
  readonly desk: DerivationDesk
  readonly dossiers: DossierStore
  readonly records: AgencyRecords | undefined
  /** By which records are found. */
  readonly recordKey: (citizenNumber: CitizenNumber) => string
}
