import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openBundle, type PublicJwk, signBundle } from '@bai/credential'
import { type NodeSigner, nodePlatform, pooledRandomBytes } from '@bai/credential/node'
import { type Policy, type TrustedForDevelopment, VerifierError } from '../src/index.ts'
import { httpAddress } from './http-address.ts'
import { openBundleFile } from './online/bundle-file.ts'
import { createOnlineApp, type OnlineAppDependencies } from './online/create-online-app.ts'
import { openRequestIdentity } from './online/open-request-identity.ts'
import { createRequestStore } from './online/request-store.ts'
import { createWebhook } from './online/webhook.ts'
import { openVerifierState } from './verifier-state.ts'

export type ServeVerifierOptions = {
  readonly dataFolder: string
  readonly policies: readonly Policy[]
  /** Left out: nobody is trusted but for development. */
  readonly bundlePath?: string | undefined
  /** Left out: the anchors of the publisher in the data folder. */
  readonly anchors?: readonly PublicJwk[] | undefined
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** https address that wallets see; left out: loopback, which is for development. */
  readonly publicUrl?: string | undefined
  /** PEM, the leaf first, for the key that signs requests; left out on loopback: made for this run. */
  readonly certificates?: string | undefined
  /** Bearer token of relying parties; needed where others can reach this machine. */
  readonly token?: string | undefined
  /** HAIP 1.0; left out: not. */
  readonly haip?: boolean | undefined
  readonly trustedForDevelopment?: TrustedForDevelopment | undefined
  readonly webhook?: { readonly url: string; readonly secret: string } | undefined
  /** Reverse proxies in front whose word on the caller's address is taken; left out: none. */
  readonly trustedProxies?: number | undefined
  /** Left out: nothing beside the service. */
  readonly pages?: OnlineAppDependencies['pages'] | undefined
  /** Gets what went wrong inside; its errors hold nothing personal. */
  readonly report: (error: unknown) => void
}

export type ServedVerifier = AsyncDisposable & {
  readonly url: string
  /** In PEM, for wallets that want to know who certified; undefined where a real authority did. */
  readonly developmentAnchor: string | undefined
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|::1)$/
const REQUEST_TIMEOUT_MILLISECONDS = 30_000
const HEADERS_TIMEOUT_MILLISECONDS = 10_000
const MAX_OPEN_REQUESTS = 10_000
const OUTCOME_LIFETIME_SECONDS = 600
const REQUESTS_PER_MINUTE = 600

/**
 * Serves OpenID4VP 1.0 to wallets and a small API to relying parties, until it is disposed of.
 *
 * @throws VerifierError `service_unsafe` for settings that would let others in, `certificates_unusable`,
 *   `data_folder_unwritable`; CredentialError where the bundle does not open
 */
export async function serveVerifier(options: ServeVerifierOptions): Promise<ServedVerifier> {
  const { host, port, publicUrl, token, policies, haip = false, report, trustedProxies = 0, pages = [] } = options
  if (token === undefined && (publicUrl !== undefined || !LOOPBACK.test(host)))
    throw unsafe('a token for relying parties is needed where others can reach this machine (--token-file)')
  const { requestSigner, anchor, nextAnchor } = await openVerifierState(join(options.dataFolder, 'verifier.json'))
  const anchors = options.anchors ?? [anchor, ...(nextAnchor ? [nextAnchor] : [])].map(({ publicJwk }) => publicJwk)
  const bundleFile =
    options.bundlePath === undefined ? emptyBundle(anchor) : openBundleFile(options.bundlePath, anchors, report)
  // What does not open now would not open when the first person answers.
  await bundleFile.current()

  const server = createServer({
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    headersTimeout: HEADERS_TIMEOUT_MILLISECONDS,
  })
  server.listen(port, host)
  await Promise.race([once(server, 'listening'), once(server, 'error').then(([error]) => Promise.reject(error))])
  const url = publicUrl ?? httpAddress(host, (server.address() as AddressInfo).port)
  const certified = await openRequestIdentity(requestSigner, url, options).catch((error: unknown) => {
    server.close()
    throw error
  })
  const notify =
    options.webhook &&
    createWebhook({ ...options.webhook, allowLoopbackHttp: publicUrl === undefined, fetch, wait, report })
  const app = createOnlineApp({
    identity: certified.identity,
    policies: new Map(policies.map((policy) => [policy.name, policy])),
    store: createRequestStore({
      now: () => new Date(),
      maxRequests: MAX_OPEN_REQUESTS,
      outcomeLifetimeSeconds: OUTCOME_LIFETIME_SECONDS,
    }),
    bundle: bundleFile.current,
    trustedForDevelopment: options.trustedForDevelopment,
    publicUrl: url,
    haip,
    randomBytes: pooledRandomBytes,
    now: () => new Date(),
    notify: (notice) => void notify?.(notice),
    token,
    trustedProxies,
    requestsPerMinute: REQUESTS_PER_MINUTE,
    report,
    pages,
  })
  server.on('request', app)
  return {
    url,
    developmentAnchor: certified.anchorPem,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Trusts nobody. For trying credentials of others, whose issuers are trusted for development. */
function emptyBundle(anchor: NodeSigner): { current(): ReturnType<typeof openBundle> } {
  return {
    current: async () => {
      const iat = Math.floor(Date.now() / 1000)
      const dates = { iat, next: iat + 86_400, exp: iat + 86_400 }
      const none = { issuers: [], status_lists: [], type_metadata: {}, verifiers: [] }
      const token = await signBundle({ version: 1, sequence: 0, ...dates, ...none }, 'development', anchor)
      return openBundle(token, { anchors: [anchor.publicJwk] }, nodePlatform)
    },
  }
}

function unsafe(reason: string): VerifierError<'service_unsafe'> {
  return new VerifierError('service_unsafe', `The verifier does not start: ${reason}.`, { reason })
}
