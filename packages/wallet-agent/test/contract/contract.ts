/**
 * One thing that every adapter of a port has to do. It answers with a value that can be sent as JSON, for some adapters run
 * in a browser and are judged outside of it.
 */
export type ContractCase<Store> = {
  readonly name: string
  /** @param open opens the store of one place; called again, that of the same place once more */
  readonly run: (open: () => Promise<Store>) => Promise<unknown>
  readonly expected: unknown
}
export type Contract<Store> = readonly ContractCase<Store>[]

/** The code that something is refused with, or `done`. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    return (error as { readonly code?: string }).code ?? (error as Error).message
  }
}
