/** Whether this page is the one in which the wallet is used. */
export type TabClaim = {
  readonly isOurs: boolean
  /** Settled when another page takes the wallet over. */
  readonly lost: Promise<void>
}

const NAME = 'bai-wallet-tab'

/**
 * Takes the wallet for this page, if no other has it; `steal` takes it from the other one, which is told (Web Locks API,
 * section 3.1). One at a time, so that no two pages show the same copy or refill at once.
 */
export function claimTab(locks: LockManager | undefined, how: 'ask' | 'steal'): Promise<TabClaim> {
  // Without locks there is no telling; changes still are one after the other in the database.
  if (locks === undefined) return Promise.resolve({ isOurs: true, lost: new Promise(() => {}) })
  return new Promise((resolve) => {
    const options = how === 'steal' ? { steal: true } : { ifAvailable: true }
    const held = locks.request(NAME, options, (lock) => {
      if (lock === null) {
        resolve({ isOurs: false, lost: new Promise(() => {}) })
        return undefined
      }
      resolve({ isOurs: true, lost })
      return new Promise(() => {})
    })
    // A lock that was stolen rejects.
    const lost: Promise<void> = held.then(
      () => new Promise<void>(() => {}),
      () => {},
    )
  })
}
