import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Verdict } from '@bai/verifier'
import { openPublisher, type ServeVerifierOptions, serveVerifier } from '@bai/verifier/node'
import { expect } from 'vitest'
import type { TestIssuer } from '../../packages/issuer/test/support/start-test-issuer.ts'
import { INTEROP_POLICIES } from './interop-policies.ts'

/** What a relying party is told of a request that it made. */
export type Made = { readonly id: string; readonly request_uri: string }
/** What became of it, as JSON carries it. */
export type Outcome = {
  readonly status: 'pending' | 'answered' | 'refused' | 'expired'
  readonly verdict?: Pick<Verdict, 'outcome' | 'code' | 'checks' | 'credentials'>
  readonly error?: string
}

/** What a wallet is told: it has a receipt of whoever signed its request. */
export function thanksOf(clientIdPrefix: string) {
  return { status: 200, body: clientIdPrefix === 'redirect_uri' ? {} : { receipt: expect.any(String) } }
}

export type InteropVerifier = Awaited<ReturnType<typeof startInteropVerifier>>

/**
 * Our verifier on loopback, with a bundle that is published from an issuer, and the relying party that calls it.
 *
 * @param issuer left out: nobody is trusted, unless for development
 */
export async function startInteropVerifier(
  issuer: TestIssuer | undefined,
  options: Partial<ServeVerifierOptions> = {},
) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bai-interop-'))
  const bundlePath = issuer && join(dataFolder, 'bundle.jws')
  const publish = async () => {
    if (issuer !== undefined && bundlePath !== undefined) await publishBundle(issuer, dataFolder, bundlePath)
  }
  await publish()
  const reported: unknown[] = []
  const served = await serveVerifier({
    dataFolder,
    policies: INTEROP_POLICIES,
    bundlePath,
    host: '127.0.0.1',
    port: 0,
    report: (fault) => void reported.push(fault),
    ...options,
  })
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(new URL(path, served.url), init)
    const body = await response.json()
    if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(body)}`)
    return body
  }
  return {
    ...served,
    reported,
    /** Publishes the bundle anew, over the one that is in use. */
    publish,
    ask: (policy: string, how: object = {}): Promise<Made> =>
      call('/requests', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ policy, ...how }),
      }),
    outcomeOf: ({ id }: Made, responseCode?: string): Promise<Outcome> =>
      call(`/requests/${id}${responseCode === undefined ? '' : `?response_code=${responseCode}`}`),
    close: async () => {
      await served[Symbol.asyncDispose]()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

async function publishBundle({ url }: TestIssuer, dataFolder: string, path: string): Promise<void> {
  const { bundle } = await openPublisher(dataFolder).publish({
    trustList: { collected: [{ url }], certified: [], verifiers: [] },
    nextInSeconds: 3600,
    expiresInSeconds: 7200,
    allowLoopbackHttp: true,
    progress: () => {},
  })
  await writeFile(`${path}.new`, bundle)
  await rename(`${path}.new`, path)
}
