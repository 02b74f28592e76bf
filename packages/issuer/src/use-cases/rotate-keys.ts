import { IssuerError } from '../errors.ts'
import type { IssuerKey } from '../key-ports.ts'
import type { IssuerDependencies } from '../ports.ts'

type Dependencies = Pick<IssuerDependencies, 'credentialSigner' | 'configuration' | 'audit' | 'now'>
type Action = { readonly kid: string; readonly actor: string }

const DAY_MILLISECONDS = 86_400_000

/** Makes the next key and announces it in the DID document; nothing is signed with it yet. */
export async function announceKey(actor: string, dependencies: Dependencies): Promise<IssuerKey> {
  const key = await dependencies.credentialSigner.keys.announce()
  await note('issuer_key_announced', { kid: key.kid, actor }, dependencies)
  return key
}

/** Puts certificates to a key. @throws IssuerError `issuer_key_unknown`, `certificates_unusable` */
export async function certifyKey(
  { pem, ...action }: Action & { readonly pem: string },
  dependencies: Dependencies,
): Promise<IssuerKey> {
  await dependencies.credentialSigner.keys.certify(action.kid, pem)
  await note('issuer_key_certified', action, dependencies)
  return find(action.kid, dependencies)
}

/**
 * Lets an announced key sign from now on. Not before all verifiers can have it: they hold what they were given some time
 * ago. What the old key signed keeps verifying, for it stays announced.
 *
 * @throws IssuerError `issuer_key_unknown`, `issuer_key_too_early`, `issuer_key_in_use`
 */
export async function activateKey(action: Action, dependencies: Dependencies): Promise<IssuerKey> {
  const { credentialSigner, configuration, now } = dependencies
  const key = await find(action.kid, dependencies)
  if (key.state !== 'announced')
    throw new IssuerError('issuer_key_in_use', 'This key signs, has signed, or was retired; announce a new one.', {})
  const allowedAt = new Date(key.announcedAt.getTime() + configuration.keyAnnouncementSeconds * 1000)
  if (now() < allowedAt) {
    const message = `Verifiers may not have this key yet; activate it from ${allowedAt.toISOString()} on.`
    throw new IssuerError('issuer_key_too_early', message, { allowedAt: allowedAt.toISOString() })
  }
  await credentialSigner.keys.activate(action.kid, now())
  await note('issuer_key_activated', action, dependencies)
  return find(action.kid, dependencies)
}

/**
 * Takes a key out of the DID document, once all that it has signed has expired. One that never signed can go at once.
 *
 * @throws IssuerError `issuer_key_unknown`, `issuer_key_in_use`, `issuer_key_too_early`
 */
export async function retireKey(action: Action, dependencies: Dependencies): Promise<IssuerKey> {
  const { credentialSigner, configuration, now } = dependencies
  const key = await find(action.kid, dependencies)
  if (key.state === 'active' || key.state === 'retired')
    throw new IssuerError('issuer_key_in_use', 'This key signs, or was retired before.', {})
  const until = key.activeUntil ?? key.activeFrom
  const kept = configuration.credentialLifetimeDays * DAY_MILLISECONDS + configuration.statusListLifetimeSeconds * 1000
  const allowedAt = until === undefined ? key.announcedAt : new Date(until.getTime() + kept)
  if (now() < allowedAt) {
    const message = `Credentials of this key are still good; retire it from ${allowedAt.toISOString()} on.`
    throw new IssuerError('issuer_key_too_early', message, { allowedAt: allowedAt.toISOString() })
  }
  await credentialSigner.keys.retire(action.kid)
  await note('issuer_key_retired', action, dependencies)
  return find(action.kid, dependencies)
}

async function find(kid: string, { credentialSigner }: Dependencies): Promise<IssuerKey> {
  const key = (await credentialSigner.keys.list()).find((one) => one.kid === kid)
  if (key !== undefined) return key
  throw new IssuerError('issuer_key_unknown', 'This issuer has no such key.', {})
}

async function note(action: string, { kid, actor }: Action, { audit, now }: Dependencies): Promise<void> {
  await audit.append({ actor, action, detail: { kid } }, now())
}
