import { type Policy, PolicySchema } from '../src/index.ts'

/** One JSON file each, written by those who answer for the check. */
const SHIPPED = import.meta.glob<unknown>(['../policies/*.json', '!../policies/*.schema.json'], {
  eager: true,
  import: 'default',
})

/** The checkpoints of this kiosk: those that are shipped, and in their places or beside them those of its configuration. */
export function collectPolicies(configured: readonly Policy[]): readonly Policy[] {
  const shipped = Object.values(SHIPPED).map((policy) => PolicySchema.parse(policy))
  const byName = new Map([...shipped, ...configured].map((policy) => [policy.name, policy]))
  return [...byName.values()].filter(isForKiosks)
}

/** What is asked over the network only is not for a counter that has none. */
function isForKiosks({ presented_by: manners }: Policy): boolean {
  return manners.some((manner) => manner !== 'online')
}
