import type { StatusPublisherDependencies } from '../status-ports.ts'

/** Longer than signing all lists takes: after it, whoever held the lease and did not extend it is taken for dead. */
const LEASE_SECONDS = 60
const WAIT_MILLISECONDS = 100
const MAX_WAITS = 1000

/**
 * Does the work when no other process does it. A lease and not a lock of the database: signing reads the key from it, and
 * an embedded one has a single connection, which a transaction would hold.
 *
 * @param work extends the lease, if it takes long, by what it is given
 */
export async function withPublicationLease(
  holder: string,
  { statusLists, now, timer }: Pick<StatusPublisherDependencies, 'statusLists' | 'now' | 'timer'>,
  work: (extend: () => Promise<void>) => Promise<void>,
): Promise<void> {
  for (let waits = 0; !(await statusLists.takeLease(holder, now(), leaseEnd(now()))); waits += 1) {
    if (waits === MAX_WAITS) throw new Error('Another process publishes status lists and does not come to an end.')
    await timer.wait(WAIT_MILLISECONDS)
  }
  try {
    await work(() => statusLists.extendLease(holder, leaseEnd(now())))
  } finally {
    await statusLists.giveBackLease(holder)
  }
}

function leaseEnd(now: Date): Date {
  return new Date(now.getTime() + LEASE_SECONDS * 1000)
}
