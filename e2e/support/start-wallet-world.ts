import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPublisher } from '@bai/verifier/node'
import { type ServedWalletApp, serveWalletApp } from '@bai/wallet-agent/node'
import { build } from 'vite'
import { createShrinkPortrait } from '../../packages/issuer/node/shrink-portrait.ts'
import type { LivenessFilm } from '../../packages/issuer/src/face-ports.ts'
import { childLine, houseLine, NUMBERS, personLine } from '../../packages/issuer/test/support/register-lines.ts'
import {
  startTestIssuer,
  type TestIssuer,
  type TestIssuerOptions,
} from '../../packages/issuer/test/support/start-test-issuer.ts'
import { type Checkpoint, serveCheckpoint } from '../../scripts/story/serve-checkpoint.ts'
import { portraitPath } from '../../scripts/synthetic-register/generate-register.ts'
import { believeFilms, everybodyMatches } from './believe-faces.ts'

/** An issuer, a checkpoint with its bundle, and the wallet in the browser, each on a port of its own. */
export type WalletWorld = AsyncDisposable & {
  readonly issuer: TestIssuer
  readonly checkpoint: Checkpoint
  readonly wallet: ServedWalletApp
  /** Where the publisher of the bundle keeps its keys. */
  readonly publisherFolder: string
  /** Films that were sent for a liveness check. */
  readonly films: readonly LivenessFilm[]
  /** Pulls the plug: nothing is served any more. */
  cutNetwork(): Promise<void>
  /** Makes a request at the checkpoint. @returns its `openid4vp://` address, and where its outcome is found */
  ask(policy: string, body?: object): Promise<{ readonly address: string; outcome(): Promise<any> }>
}

/**
 * Faces are taken for what they are said to be, and films for what was shot in its time: what is tested is the wallet, and the
 * real matcher is tested by itself and in the story.
 */
export async function startWalletWorld(options: TestIssuerOptions = {}): Promise<WalletWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'bai-wallet-world-'))
  const assets = join(folder, 'wallet')
  const configFile = fileURLToPath(new URL('../../packages/wallet-agent/pwa/vite.config.ts', import.meta.url))
  await build({ configFile, logLevel: 'silent', build: { outDir: assets } })
  const portrait = (await readFile(portraitPath('M1_id.jpg'))).toString('base64')
  const films: LivenessFilm[] = []
  const issuer = await startTestIssuer([houseLine(), personLine({ portrait }), ...others()], {
    development: true,
    shrinkPortrait: createShrinkPortrait(),
    compareFaces: everybodyMatches,
    liveness: believeFilms(films),
    ...options,
  })
  const data = join(folder, 'verifier')
  const checkpoint = await serveCheckpoint(data, issuer.url, 0)
  const wallet = await serveWalletApp({
    config: {
      issuer: issuer.url,
      anchors: [...(await openPublisher(data).anchors())],
      bundle: `${checkpoint.url}/bundle`,
    },
    host: '127.0.0.1',
    port: 0,
    allowLoopbackHttp: true,
    assets,
  })
  // The clock of a test's issuer stands still; that of a browser goes on.
  const clock = setInterval(() => {
    issuer.clock.now = new Date()
  }, 1_000)
  let isCut = false
  const cutNetwork = async () => {
    if (isCut) return
    isCut = true
    await wallet[Symbol.asyncDispose]()
    await checkpoint[Symbol.asyncDispose]()
    await issuer.close()
  }
  return {
    issuer,
    checkpoint,
    wallet,
    films,
    publisherFolder: data,
    cutNetwork,
    ask: async (policy, body = {}) => {
      const call = async (path: string, init?: RequestInit) => (await fetch(new URL(path, checkpoint.url), init)).json()
      const headers = { 'content-type': 'application/json' }
      const made = await call('/requests', { method: 'POST', headers, body: JSON.stringify({ policy, ...body }) })
      return { address: made.request_uri, outcome: () => call(`/requests/${made.id}`) }
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(clock)
      await cutNetwork()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The rest of the household: wife and child. */
function others(): readonly string[] {
  const wife = {
    citizen_number: NUMBERS.wife,
    laser_code: 'JT0-0000002-00',
    names: {
      th: { title: 'นาง', given: 'สมหญิง', family: 'ใจดี' },
      en: { title: 'Mrs.', given: 'Somying', family: 'Jaidee' },
    },
    sex: 'female',
    birth_date: '25250000',
    role: 'resident',
  }
  return [personLine(wife), childLine()]
}
