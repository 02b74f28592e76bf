import type { HolderKey, WalletDependencies } from '../ports.ts'

/**
 * Makes keys, and forgets those that nothing came of: all of them where receiving fails.
 *
 * @param use tells which keys are kept, by their ids
 */
export async function withNewKeys<T>(
  count: number,
  { keys }: Pick<WalletDependencies, 'keys'>,
  use: (created: readonly HolderKey[]) => Promise<{ readonly value: T; readonly keptKeyIds: readonly string[] }>,
): Promise<T> {
  if (count === 0) return (await use([])).value
  const created = await keys.createKeys(count)
  const remove = (kept: readonly string[]) =>
    // Keys that nobody needs do no harm where they cannot be removed now.
    keys.removeKeys(created.map(({ id }) => id).filter((id) => !kept.includes(id))).catch(() => {})
  const used = await use(created).catch(async (error: unknown) => {
    await remove([])
    throw error
  })
  await remove(used.keptKeyIds)
  return used.value
}
