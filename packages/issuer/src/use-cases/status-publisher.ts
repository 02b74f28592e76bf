import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { encodeBase64url } from '@bai/credential'
import type { PublishedList, StatusListState, StatusPublisher, StatusPublisherDependencies } from '../status-ports.ts'
import { isDue, isOurs, signAndSave, statusListUri } from './sign-status-list.ts'
import { withPublicationLease } from './with-publication-lease.ts'

type KeptList = PublishedList & { readonly ours: boolean; readonly sequence: number }

const DAY_MILLISECONDS = 86_400_000
/** A list that is not in memory is looked for in the database no more often than this. */
const LOOK_AGAIN_MILLISECONDS = 1000
const HOLDER_BYTES = 16

/**
 * Publishes status lists: signs those that are due, one process at a time, and keeps all that were signed, by whichever
 * process, in memory. Whoever calls `publish` on a period has every revocation out within one.
 */
export function createStatusPublisher(dependencies: StatusPublisherDependencies): StatusPublisher {
  const { statusLists, configuration, now } = dependencies
  const holder = encodeBase64url(dependencies.randomBytes(HOLDER_BYTES))
  let kept: ReadonlyMap<number, KeptList> = new Map()
  let aggregated = aggregate([])
  let lastPassAt: Date | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let running: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  /** One thing after the other, for two passes of one process would only be in each other's way. */
  function afterRunning(work: () => Promise<void>): Promise<void> {
    const done = running.then(work)
    running = done.catch(() => {})
    return done
  }

  /** Under the lease. @param full a generation that takes no more */
  async function openIfNeeded(full: number | undefined): Promise<void> {
    const newest = await statusLists.newestGeneration()
    const oldest = now().getTime() - configuration.statusCohortDays * DAY_MILLISECONDS
    if (newest !== undefined && newest.generation !== full && newest.openedAt.getTime() > oldest) return
    const { statusListsOpen: count, statusListSize: size } = configuration
    await statusLists.open({ count, size, now: now() })
  }

  async function signDue(): Promise<void> {
    for (const list of await statusLists.states()) {
      const known = await upToDate(list)
      if (known === undefined || !known.ours || isDue(list, now())) await signAndSave(list, dependencies)
    }
  }

  async function load(): Promise<void> {
    const lists = new Map<number, KeptList>()
    for (const list of await statusLists.states()) {
      const known = await upToDate(list)
      if (known !== undefined) lists.set(list.id, known)
    }
    kept = lists
    aggregated = aggregate([...lists.keys()].map((id) => statusListUri(id, configuration)))
  }

  /** The list as it was last signed: from memory, when that is what memory has. */
  async function upToDate({ id, publishedAt, publishedSequence }: StatusListState): Promise<KeptList | undefined> {
    const known = kept.get(id)
    if (known?.sequence === publishedSequence && known?.publishedAt.getTime() === publishedAt?.getTime()) return known
    const signed = await statusLists.findToken(id)
    if (signed === undefined) return undefined
    const { token, ...at } = signed
    return { id, ...at, ...encode(token), ours: isOurs(token, id, dependencies) }
  }

  async function pass(full?: number): Promise<void> {
    await withPublicationLease(holder, dependencies, async () => {
      await openIfNeeded(full)
      await signDue()
      await statusLists.retire(now())
    })
    await load()
    lastPassAt = now()
  }

  return {
    publish: () => {
      next ??= afterRunning(() => {
        next = undefined
        return pass()
      })
      return next
    },
    openLists: (full) => afterRunning(() => pass(full)),
    find: async (id) => {
      const known = kept.get(id)
      if (known !== undefined) return known
      const at = dependencies.timer.milliseconds()
      if (at - lookedAt >= LOOK_AGAIN_MILLISECONDS) {
        lookedAt = at
        await afterRunning(load)
      }
      return kept.get(id)
    },
    aggregation: () => aggregated,
    state: () => ({
      lists: kept.size,
      lastPublishedAt: latest([...kept.values()].map(({ publishedAt }) => publishedAt)),
      lastPassAt,
    }),
    [Symbol.asyncDispose]: () => running,
  }
}

function aggregate(uris: readonly string[]) {
  return encode(JSON.stringify({ status_lists: uris }))
}

function encode(text: string): Pick<PublishedList, 'bytes' | 'gzip' | 'etag'> {
  const bytes = Buffer.from(text, 'utf8')
  const etag = `W/"${createHash('sha256').update(bytes).digest('base64url')}"`
  return { bytes, gzip: gzipSync(bytes, { level: 9 }), etag }
}

function latest(dates: readonly Date[]): Date | undefined {
  return dates.reduce<Date | undefined>((last, date) => (last === undefined || date > last ? date : last), undefined)
}
