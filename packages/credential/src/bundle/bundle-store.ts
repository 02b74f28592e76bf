/** The last bundle that was accepted. */
export type StoredBundle = {
  readonly token: string
  readonly sequence: number
  /** Of the distributor's answer, by which it tells whether there is something newer. */
  readonly etag?: string
  /** ISO 8601. */
  readonly fetchedAt: string
}

/** The beginning of a bundle whose transfer was cut. */
export type PartialBundle = { readonly etag: string; readonly text: string }

/** Keeps one bundle over restarts. Saving replaces the old one whole or not at all. */
export interface BundleStore {
  load(): Promise<StoredBundle | undefined>
  save(bundle: StoredBundle): Promise<void>
  /** Left out: a transfer that was cut begins anew. */
  readonly partial?: {
    load(): Promise<PartialBundle | undefined>
    save(partial: PartialBundle | undefined): Promise<void>
  }
}
