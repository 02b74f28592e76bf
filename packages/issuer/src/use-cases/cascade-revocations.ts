import type { DossierStore, LiveDossier, SourceStatuses } from '../derivation-ports.ts'

export type CascadeRevocationsInput = {
  readonly statuses: SourceStatuses
  /** Left out: all that live. */
  readonly addedSince?: Date | undefined
  /** Called after each page. */
  readonly progress?: ((counts: CascadeCounts) => Promise<void>) | undefined
}

export type CascadeRevocationsDependencies = {
  readonly dossiers: Pick<DossierStore, 'live' | 'end'>
  readonly now: () => Date
}

/** Of dossiers. */
export type CascadeCounts = {
  readonly looked: number
  readonly ended: number
  /** That go on because nothing is known of a source. */
  readonly unknown: number
  /** Whose seal does not open, so that what they rest on cannot be found out. */
  readonly unreadable: number
}

const PAGE_SIZE = 1000
const END = { reason: 'source_revoked', actor: 'cascade' }
const NONE: CascadeCounts = { looked: 0, ended: 0, unknown: 0, unreadable: 0 }

/**
 * Ends what rests on a source that was revoked: one is enough, for nothing would be derived today of the others alone.
 *
 * Anything less ends nothing, because an end is final. A source that is suspended may become good again; until then nothing
 * new is derived of it. Of a source whose list is not there nothing is known, and the same holds when its whole issuer is no
 * longer in the bundle: a list that could not be fetched, or a slip of whoever keeps the trust list, would else end what a
 * country has. Those are counted, and end by themselves, never after what they rest on.
 *
 * May be done any number of times. What fails at one page is left for the next time and hides no other page.
 *
 * @throws the first fault, after the pages that could be read
 */
export async function cascadeRevocations(
  { statuses, addedSince, progress }: CascadeRevocationsInput,
  { dossiers, now }: CascadeRevocationsDependencies,
): Promise<CascadeCounts> {
  const faults: unknown[] = []
  let counts = NONE
  for await (const page of dossiers.live({ now: now(), pageSize: PAGE_SIZE, addedSince })) {
    const { revoked, ...counted } = lookAt(page, statuses)
    let ended = 0
    try {
      await dossiers.end(revoked, { ...END, now: now() })
      ended = revoked.length
    } catch (error) {
      faults.push(error)
    }
    counts = add(counts, { ...counted, ended })
    await progress?.(counts)
  }
  if (faults.length > 0) throw faults[0]
  return counts
}

type Looked = Omit<CascadeCounts, 'ended'> & { readonly revoked: readonly string[] }

function lookAt(page: readonly LiveDossier[], statuses: SourceStatuses): Looked {
  const revoked: string[] = []
  let [unknown, unreadable] = [0, 0]
  for (const { subjectHash, sources } of page) {
    const found = sources?.map((source) => statuses.statusOf(source))
    if (found === undefined) unreadable += 1
    else if (found.includes('revoked')) revoked.push(subjectHash)
    else if (found.includes('unknown')) unknown += 1
  }
  return { looked: page.length, unknown, unreadable, revoked }
}

function add(a: CascadeCounts, b: CascadeCounts): CascadeCounts {
  return {
    looked: a.looked + b.looked,
    ended: a.ended + b.ended,
    unknown: a.unknown + b.unknown,
    unreadable: a.unreadable + b.unreadable,
  }
}
