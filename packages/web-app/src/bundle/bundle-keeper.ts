import {
  type Bundle,
  CredentialError,
  type CredentialErrorCode,
  importBundle,
  openBundle,
  type SyncBundleDependencies,
  type SyncBundleInput,
  syncBundle,
} from '@bai/credential'

/**
 * How an update ended. `unchanged`: the publisher has no newer one. `unreachable`: there is no network, or no bundle at
 * that address. `refused`: what came is not a bundle of a pinned anchor, or older than the one that is here.
 */
export type BundleUpdate =
  | { readonly kind: 'updated' | 'unchanged'; readonly bundle: Bundle }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly code: CredentialErrorCode }

const UNREACHABLE: readonly CredentialErrorCode[] = ['address_unreachable', 'address_refused', 'bundle_unavailable']

/** Keeps the last good bundle, whatever comes. */
export type BundleKeeper = {
  /** The bundle that is kept, verified once more; undefined at the first start, and where the anchors are others now. */
  open(): Promise<Bundle | undefined>
  fetchNext(): Promise<BundleUpdate>
  /** A bundle by hand, as the text of its file. */
  importFile(text: string): Promise<BundleUpdate>
}

/** `syncBundle` and `importBundle` with answers in the place of errors: none of them is a fault of the app. */
export function createBundleKeeper(input: SyncBundleInput, dependencies: SyncBundleDependencies): BundleKeeper {
  const { store, platform, verifyCertificates } = dependencies
  return {
    open: async () => {
      const kept = await store.load()
      if (kept === undefined) return undefined
      return openBundle(kept.token, { anchors: input.anchors, verifyCertificates }, platform).catch(
        (error: unknown) => {
          if (error instanceof CredentialError) return undefined
          throw error
        },
      )
    },
    fetchNext: () =>
      answer(async () => {
        const { bundle, how } = await syncBundle(input, dependencies)
        return { kind: how === 'unchanged' ? 'unchanged' : 'updated', bundle }
      }),
    importFile: (text) =>
      answer(async () => ({ kind: 'updated', bundle: await importBundle(text, input, dependencies) })),
  }
}

async function answer(update: () => Promise<BundleUpdate>): Promise<BundleUpdate> {
  try {
    return await update()
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error
    const { code }: CredentialError = error
    return UNREACHABLE.includes(code) ? { kind: 'unreachable' } : { kind: 'refused', code }
  }
}
