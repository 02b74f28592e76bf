import { randomBytes } from 'node:crypto'
import { generateNodeSigner, type NodeSigner, nodePlatform } from '@bai/credential/node'
import type { Kysely } from 'kysely'
import { defaultConfiguration } from '../../src/configuration.ts'
import { createGrantStore } from '../../src/database/grant-store.ts'
import { createIssuanceStore } from '../../src/database/issuance-store.ts'
import type { Schema } from '../../src/database/schema.ts'
import { createStatusListStore } from '../../src/database/status-list-store.ts'
import type { IssuerKeys } from '../../src/key-ports.ts'
import { createStatusPublisher } from '../../src/use-cases/status-publisher.ts'

type Options = Partial<typeof defaultConfiguration> & { readonly signer?: NodeSigner }

/** A publisher as one process of an issuer has it, over a database that others may use as well. */
export function publisherOf(db: Kysely<Schema>, clock: { now: Date }, { signer, ...configuration }: Options = {}) {
  const own = signer ?? generateNodeSigner()
  const signed: string[] = []
  const publisher = createStatusPublisher({
    statusLists: createStatusListStore(db, randomBytes),
    configuration: { ...defaultConfiguration, ...configuration, credentialIssuer: 'https://issuer.example' },
    credentialSigner: {
      did: 'did:web:issuer.example',
      issuer: 'did:web:issuer.example',
      keyId: 'did:web:issuer.example#key',
      header: () => ({ kid: 'did:web:issuer.example#key' }),
      signer: {
        algorithm: own.algorithm,
        sign: (input) => {
          signed.push(input)
          return own.sign(input)
        },
      },
      issue: () => Promise.reject(new Error('Nothing is issued here.')),
      didDocument: async () => ({}),
      developmentAnchor: () => undefined,
      keys: {} as IssuerKeys,
    },
    platform: nodePlatform,
    randomBytes,
    now: () => clock.now,
    timer: { milliseconds: () => clock.now.getTime(), wait: () => new Promise((resolve) => setTimeout(resolve, 5)) },
  })
  const issuances = createIssuanceStore({ db, randomBytes, openLists: publisher.openLists })
  return { publisher, issuances, publicJwk: own.publicJwk, signed }
}

let serial = 0

/** An issuance of so many copies under a grant of its own, good for a day. */
export async function makeIssuance(db: Kysely<Schema>, { now }: { now: Date }, copies: number, fields = {}) {
  const subjectHash = 'subject'
  const { id: grantId } = await createGrantStore(db).add(
    {
      subjectHash,
      configurationIds: ['id-card'],
      clientId: undefined,
      keyThumbprint: undefined,
      enrolmentId: undefined,
    },
    now,
  )
  return {
    grantId,
    accessTokenHash: 'token',
    subjectHash,
    configurationId: 'id-card',
    keyThumbprints: Array.from({ length: copies }, () => `key-${++serial}`),
    issuedAt: now,
    validUntil: new Date(now.getTime() + 86_400_000),
    maxCopies: 30,
    ...fields,
  }
}
