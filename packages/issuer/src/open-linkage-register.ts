import type { RandomBytes } from '@bai/credential'
import type { Kysely } from 'kysely'
import type { Schema } from './database/schema.ts'
import { createSealing } from './database/sealing.ts'
import type { PortraitSource } from './face-ports.ts'
import type { Secrets } from './ports.ts'
import { createLinkageClient, type LinkageClientOptions } from './registry/linkage-client.ts'
import { createLinkageRegister } from './registry/linkage-register.ts'
import type { RegisterStore } from './registry/register-store.ts'
import { createSubjectNumbers } from './registry/subject-numbers.ts'

export type OpenLinkageRegisterInput = LinkageClientOptions & {
  readonly db: Kysely<Schema>
  readonly secrets: Pick<Secrets, 'subjectHash'>
  /** 32 bytes, derived for sealed numbers and for nothing else. */
  readonly sealingKey: Uint8Array
  readonly randomBytes: RandomBytes
  readonly now: () => Date
}

/** The register of a linkage service, for an issuer that keeps none itself. See docs/register.md for the contract. */
export function openLinkageRegister({
  db,
  secrets,
  sealingKey,
  randomBytes,
  now,
  ...client
}: OpenLinkageRegisterInput): RegisterStore & PortraitSource {
  const sealing = createSealing(sealingKey, randomBytes)
  const { subjectHash } = secrets
  return createLinkageRegister({
    ask: createLinkageClient(client),
    numbers: createSubjectNumbers({ db, subjectHash, sealing, now }),
  })
}
