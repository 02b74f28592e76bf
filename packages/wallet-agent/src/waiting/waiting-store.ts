import type { LoggedWallet } from '../history/record.ts'

/** What was begun and is not at its end, by name. It holds codes and tokens, so it is kept as safe as credentials are. */
export interface WaitingStore {
  /** @returns undefined where nothing of that name waits */
  get(name: string): Promise<unknown>
  list(): Promise<readonly unknown[]>
  /** @param value can be written as JSON; it takes the place of what had this name */
  put(name: string, value: unknown): Promise<void>
  /** What is not there is passed over. */
  remove(name: string): Promise<void>
}

/** A wallet that goes on after a cut where it was. */
export type WaitingWallet = LoggedWallet & { readonly waiting: WaitingStore }
