import type { OpenSourceStatuses } from '../derivation-ports.ts'
import type { ReportFault, ReportNote } from '../operation-ports.ts'
import type { CascadeState, StatusPublisher, StatusPublisherDependencies } from '../status-ports.ts'
import { type CascadeRevocationsDependencies, cascadeRevocations } from './cascade-revocations.ts'
import { withPublicationLease } from './with-publication-lease.ts'

export type CascadingPublisherDependencies = CascadeRevocationsDependencies &
  Pick<StatusPublisherDependencies, 'statusLists' | 'timer'> & {
    readonly statusPublisher: StatusPublisher
    readonly openSourceStatuses: OpenSourceStatuses
    /** Of this process, while it looks. */
    readonly holder: string
    readonly report: ReportFault
    /** Gets counts and no more. */
    readonly note: ReportNote
  }

/** How far clocks of two processes, and the moment of a decision and that of its dossier, may be apart. */
const OVERLAP_MILLISECONDS = 60_000

/**
 * A publisher that, before each publication, revokes what rests on a source that was revoked: whatever the newest bundle says
 * is in the agency's own lists within one period of having it.
 *
 * Against a bundle that it has seen it looks only at what was added since, for that may have been presented against the one
 * before. What fails is reported and done again at the next publication, and keeps no list from being published.
 */
export function createCascadingPublisher(dependencies: CascadingPublisherDependencies): StatusPublisher {
  const { statusPublisher, openSourceStatuses, holder, now, report, note } = dependencies
  let walked: { readonly version: string; readonly at: Date } | undefined
  let state: CascadeState = { lastPassAt: undefined, ended: 0, unfollowed: 0 }
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  async function cascade(extend: () => Promise<void>): Promise<void> {
    const statuses = await openSourceStatuses()
    const at = now()
    const addedSince =
      walked?.version === statuses.version ? new Date(walked.at.getTime() - OVERLAP_MILLISECONDS) : undefined
    const counts = await cascadeRevocations({ statuses, addedSince, progress: extend }, dependencies)
    walked = { version: statuses.version, at }
    const unfollowed = addedSince === undefined ? counts.unknown + counts.unreadable : state.unfollowed
    state = { lastPassAt: now(), ended: state.ended + counts.ended, unfollowed }
    if (counts.looked > 0) note('cascade', counts)
  }

  async function publish(): Promise<void> {
    await withPublicationLease(holder, dependencies, cascade).catch((error) => report(error))
    await statusPublisher.publish()
  }

  return {
    ...statusPublisher,
    publish: () => {
      next ??= running.then(() => {
        next = undefined
        return publish()
      })
      running = next.catch(() => {})
      return next
    },
    state: () => ({ ...statusPublisher.state(), cascade: state }),
    [Symbol.asyncDispose]: async () => {
      await running
      await statusPublisher[Symbol.asyncDispose]()
    },
  }
}
