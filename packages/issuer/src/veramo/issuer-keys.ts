import type { PublicJwk } from '@bai/credential'
import type { IssuerKeyStore, StoredIssuerKey } from '../database/issuer-key-store.ts'
import { IssuerError } from '../errors.ts'
import type { IssuerKey, IssuerKeyState, IssuerKeys } from '../key-ports.ts'
import {
  type CertifiedIdentity,
  certifyIssuerForDevelopment,
  makeCertificateRequest,
  readCertificates,
} from './certificates.ts'
import type { AgentSigner } from './signer.ts'

/** The keys as this process has them open. */
export type IssuerKeyring = {
  readonly states: readonly StoredIssuerKey[]
  readonly signers: ReadonlyMap<string, AgentSigner>
  publicJwk(kid: string): PublicJwk
  sign(kid: string, bytes: Uint8Array): Promise<Uint8Array>
  /** Makes a key and adds it to the DID. @returns its `kid` */
  addKey(): Promise<string>
}

type Dependencies = {
  readonly identity: CertifiedIdentity
  readonly development: boolean
  readonly now: () => Date
  readonly store: IssuerKeyStore
  readonly ring: () => IssuerKeyring
  readonly refresh: () => Promise<void>
}

/** The keys of the issuer and their rotation, over what the database says of them. */
export function createIssuerKeys({ identity, development, now, store, ring, refresh }: Dependencies) {
  const ofThisRun = new Map<string, readonly string[]>()
  let anchor: string | undefined

  const currentKid = (): string => {
    const time = now()
    const [newest] = ring()
      .states.filter(
        ({ activeFrom, retiredAt }) => activeFrom !== undefined && activeFrom <= time && retiredAt === undefined,
      )
      .sort((a, b) => b.activeFrom!.getTime() - a.activeFrom!.getTime())
    // There is none only where the clock was put back before the first start.
    return (newest ?? ring().states[0])!.kid
  }
  const certificatesOf = (kid: string): readonly string[] | undefined =>
    ring().states.find((state) => state.kid === kid)?.certificates ?? ofThisRun.get(kid)
  const find = (kid: string): StoredIssuerKey => {
    const state = ring().states.find((one) => one.kid === kid)
    if (state === undefined) throw new IssuerError('issuer_key_unknown', 'This issuer has no such key.', {})
    return state
  }
  const describe = (state: StoredIssuerKey): IssuerKey => {
    const { kid, announcedAt, activeFrom, retiredAt } = state
    return {
      kid,
      state: stateOf(state, currentKid(), now()),
      announcedAt,
      activeFrom,
      activeUntil: successorOf(state, ring().states),
      retiredAt,
      certificates: certificatesOf(kid),
    }
  }
  const keys: IssuerKeys = {
    list: async () => ring().states.map(describe),
    announce: async () => {
      const kid = await ring().addKey()
      await store.add(kid, now())
      await refresh()
      return describe(find(kid))
    },
    certificateRequest: (kid) =>
      makeCertificateRequest(ring().publicJwk(find(kid).kid), (bytes) => ring().sign(kid, bytes), identity),
    certify: async (kid, pem) => {
      const publicJwk = ring().publicJwk(find(kid).kid)
      await store.certify(kid, await readCertificates(pem, { ...identity, publicJwk, now: now() }))
      await refresh()
    },
    activate: async (kid, from) => {
      await store.activate(find(kid).kid, from)
      await refresh()
    },
    retire: async (kid) => {
      await store.retire(find(kid).kid, now())
      await refresh()
    },
  }
  return {
    ...keys,
    currentKid,
    certificatesOf,
    developmentAnchor: () => anchor,
    certifyForDevelopment: async (): Promise<void> => {
      const kid = currentKid()
      if (!development || certificatesOf(kid) !== undefined) return
      const certified = await certifyIssuerForDevelopment(ring().publicJwk(kid), identity, now())
      ofThisRun.set(kid, certified.certificates)
      anchor = certified.anchorPem
    },
  }
}

function stateOf({ kid, activeFrom, retiredAt }: StoredIssuerKey, current: string, now: Date): IssuerKeyState {
  if (retiredAt !== undefined) return 'retired'
  if (kid === current) return 'active'
  return activeFrom === undefined || activeFrom > now ? 'announced' : 'retiring'
}

/** When the next one began to sign. */
function successorOf({ activeFrom }: StoredIssuerKey, states: readonly StoredIssuerKey[]): Date | undefined {
  if (activeFrom === undefined) return undefined
  const later = states.flatMap((state) =>
    state.activeFrom !== undefined && state.activeFrom > activeFrom ? [state.activeFrom] : [],
  )
  return later.sort((a, b) => a.getTime() - b.getTime())[0]
}
