import type { IssuerConfiguration } from '../configuration.ts'
import type { Readiness, ReadinessPart } from '../operation-ports.ts'
import type { StatusPublisher } from '../status-ports.ts'

export type ReadinessDependencies = {
  /** Which parts of the database are missing; waits as long as it takes. */
  readonly probeDatabase: () => Promise<readonly ReadinessPart[]>
  readonly statusPublisher: Pick<StatusPublisher, 'state'>
  readonly configuration: Pick<IssuerConfiguration, 'statusPublicationSeconds'>
  readonly isStopping: () => boolean
  readonly now: () => Date
  /** Milliseconds of real time, also in a test whose clock stands still. */
  readonly wait: (milliseconds: number) => Promise<void>
}

const DATABASE_MILLISECONDS = 1000
/** A pass that is missed once may be a busy minute; missed twice, revocations are not getting out. */
const PERIODS = 2

/**
 * Whether this process should be sent requests. Anybody may ask, so one look at the database at a time: who asks while it
 * goes on gets its answer.
 */
export function createReadiness(dependencies: ReadinessDependencies): Readiness {
  const { probeDatabase, statusPublisher, configuration, isStopping, now, wait } = dependencies
  let probing: Promise<readonly ReadinessPart[]> | undefined

  function probe(): Promise<readonly ReadinessPart[]> {
    probing ??= probeDatabase()
      .catch((): readonly ReadinessPart[] => ['database'])
      .finally(() => {
        probing = undefined
      })
    return Promise.race([probing, wait(DATABASE_MILLISECONDS).then((): readonly ReadinessPart[] => ['database'])])
  }

  function publishedInTime(): boolean {
    const { lastPassAt } = statusPublisher.state()
    const oldest = now().getTime() - PERIODS * configuration.statusPublicationSeconds * 1000
    return lastPassAt !== undefined && lastPassAt.getTime() >= oldest
  }

  return {
    missing: async () => {
      // Who is stopping closes the database soon, and need not be asked for it.
      if (isStopping()) return ['not_stopping']
      return [...(await probe()), ...(publishedInTime() ? [] : (['status_lists'] as const))]
    },
  }
}
