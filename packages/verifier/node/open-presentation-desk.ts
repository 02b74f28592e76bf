import { join } from 'node:path'
import type { Bundle } from '@bai/credential'
import { pooledRandomBytes } from '@bai/credential/node'
import express, { type Router } from 'express'
import type { Policy } from '../src/index.ts'
import { embedRoutes } from './online/embed-routes.ts'
import { makeRequest, type OnlineVerifierDependencies } from './online/online-verifier.ts'
import { openRequestIdentity, type RequestIdentityOptions } from './online/open-request-identity.ts'
import { openToPages } from './online/open-to-pages.ts'
import { createProblemHandler } from './online/problem.ts'
import { createRequestStore, type Gives, type OnDecided } from './online/request-store.ts'
import { walletRoutes } from './online/wallet-routes.ts'
import { openVerifierState } from './verifier-state.ts'

export type PresentationDeskOptions = RequestIdentityOptions & {
  /** Where the key is kept that requests are signed with. */
  readonly dataFolder: string
  readonly policies: readonly Policy[]
  /** The last good bundle. */
  readonly bundle: () => Promise<Bundle>
  /** Where the desk is served, as wallets see it, without a slash at its end. */
  readonly url: string
  readonly report: (error: unknown) => void
}

/** A request to present something, as a page shows it. */
export type DeskRequest = {
  /** `openid4vp://…` */
  readonly address: string
  readonly statusUri: string
  readonly qrUri: string
  readonly expiresAt: Date
}

export type DeskInput = { readonly onDecided: OnDecided; readonly gives?: Gives | undefined }

/** A verifier inside another service, which asks people for presentations and goes on with what was decided. */
export type PresentationDesk = {
  /** `/vp` and `/embed.js`, for the root of the service. */
  readonly router: Router
  /** @throws OnlineError `policy_unknown`, `too_many_requests` */
  ask(policy: string, input: DeskInput): Promise<DeskRequest>
}

const MAX_OPEN_REQUESTS = 10_000
const OUTCOME_LIFETIME_SECONDS = 600

/** @throws VerifierError `certificates_unusable`, `data_folder_unwritable` */
export async function openPresentationDesk(options: PresentationDeskOptions): Promise<PresentationDesk> {
  const { dataFolder, policies, bundle, url, haip = false, report } = options
  const { requestSigner } = await openVerifierState(join(dataFolder, 'verifier.json'))
  const { identity } = await openRequestIdentity(requestSigner, url, options)
  const now = () => new Date()
  const dependencies: OnlineVerifierDependencies = {
    identity,
    policies: new Map(policies.map((policy) => [policy.name, policy])),
    store: createRequestStore({
      now,
      maxRequests: MAX_OPEN_REQUESTS,
      outcomeLifetimeSeconds: OUTCOME_LIFETIME_SECONDS,
    }),
    bundle,
    trustedForDevelopment: undefined,
    publicUrl: url,
    haip,
    randomBytes: pooledRandomBytes,
    now,
    notify: () => {},
  }
  const router = express.Router()
  router.use(['/vp', '/embed.js'], openToPages)
  router.use(embedRoutes(dependencies), walletRoutes(dependencies))
  router.use(['/vp', '/embed.js'], createProblemHandler(report))
  return {
    router,
    ask: async (policy, input) => {
      const { record, address } = await makeRequest({ policy, ...input }, dependencies)
      return {
        address,
        statusUri: `${url}/vp/status/${record.handle}`,
        qrUri: `${url}/vp/qr/${record.handle}`,
        expiresAt: record.expiresAt,
      }
    },
  }
}
