import type { Platform, RandomBytes } from '@bai/credential'
import type { IssuerConfiguration } from './configuration.ts'
import type { Timer } from './face-ports.ts'
import type { CredentialSigner } from './ports.ts'

/** A status list as far as publishing it goes. */
export type StatusListState = {
  readonly id: number
  readonly size: number
  /** Goes up with every revocation: a token is current while it was made at this sequence. */
  readonly sequence: number
  readonly publishedSequence: number | undefined
  readonly publishedAt: Date | undefined
  /** When it is signed again, whether or not something was revoked. */
  readonly renewAt: Date | undefined
}

export type SignedStatusList = {
  readonly token: string
  readonly publishedAt: Date
  /** The sequence that was read before the entries were. */
  readonly sequence: number
  readonly renewAt: Date
}

/** Lists that take entries at this moment. */
export type OpenGeneration = { readonly generation: number; readonly openedAt: Date }

export interface StatusListStore {
  /** All lists but the retired ones, in the order of their ids. */
  states(): Promise<readonly StatusListState[]>
  /** The newest lists, published or not. */
  newestGeneration(): Promise<OpenGeneration | undefined>
  /** Opens lists together. Each begins with some of its decoys set. */
  open(lists: { readonly count: number; readonly size: number; readonly now: Date }): Promise<void>
  findToken(id: number): Promise<Omit<SignedStatusList, 'renewAt'> | undefined>
  /** Sets so many decoys more, for good, as long as the list has any left. */
  addDecoys(id: number, count: number): Promise<void>
  /** What is set in the list: revoked credentials, and decoys, which were and will be nobody's. */
  invalidIndices(id: number): Promise<readonly number[]>
  savePublished(id: number, published: SignedStatusList): Promise<void>
  /** Retires closed lists whose credentials have all expired. @returns how many */
  retire(now: Date): Promise<number>
  /** Lets one process at a time publish. @returns whether it may; until then, or until it gives the lease back */
  takeLease(holder: string, now: Date, until: Date): Promise<boolean>
  /** For work that takes longer than was thought. */
  extendLease(holder: string, until: Date): Promise<void>
  giveBackLease(holder: string): Promise<void>
}

/** A list as it goes over the wire. */
export type PublishedList = {
  readonly id: number
  readonly bytes: Uint8Array
  readonly gzip: Uint8Array
  /** Weak, for both encodings have the same. */
  readonly etag: string
  readonly publishedAt: Date
}

/** For the operator's metrics. */
export type StatusPublicationState = {
  readonly lists: number
  /** When a list was last signed, by whichever process; nothing before the first. */
  readonly lastPublishedAt: Date | undefined
  /** When this process last looked through all lists to the end. */
  readonly lastPassAt: Date | undefined
  /** Of an agency: how far it follows its sources. */
  readonly cascade?: CascadeState | undefined
}

/** Of derived credentials, counted as dossiers, by this process. */
export type CascadeState = {
  /** When it last looked for revoked sources to the end. */
  readonly lastPassAt: Date | undefined
  /** Since the start. */
  readonly ended: number
  /** Of the last look at all: those of whose sources nothing is known, or nothing can be read. */
  readonly unfollowed: number
}

/** Status lists, signed beforehand and kept in memory: no request ever waits for a signature. */
export interface StatusPublisher extends AsyncDisposable {
  /** Signs what is due and loads what others have signed. Begins at once, or after the pass that is under way. */
  publish(): Promise<void>
  /** Opens new lists in the place of those that are full, and publishes them before it returns. */
  openLists(full: number | undefined): Promise<void>
  /** From memory; of an id that is not there it is looked up once a second at most whether others have published it. */
  find(id: number): Promise<PublishedList | undefined>
  /** The answer of the aggregation, as it goes over the wire. */
  aggregation(): Pick<PublishedList, 'bytes' | 'gzip' | 'etag'>
  state(): StatusPublicationState
}

export type StatusPublisherDependencies = {
  readonly statusLists: StatusListStore
  readonly configuration: Pick<
    IssuerConfiguration,
    | 'credentialIssuer'
    | 'statusListSize'
    | 'statusListsOpen'
    | 'statusCohortDays'
    | 'statusListTtlSeconds'
    | 'statusListLifetimeSeconds'
  >
  readonly credentialSigner: CredentialSigner
  readonly platform: Platform
  readonly randomBytes: RandomBytes
  readonly now: () => Date
  readonly timer: Timer
}
