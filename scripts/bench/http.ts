import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openIssuer } from '@bai/issuer/node'
import { postgresMissing, startPostgres } from '../../packages/issuer/test/support/postgres.ts'
import { callOperator } from '../commands/call-operator.ts'
import { reportFault } from '../commands/report-fault.ts'
import { generateRegister } from '../synthetic-register/generate-register.ts'
import { storyPeople } from '../synthetic-register/story-people.ts'
import { startBareIssuer } from './bare-issuer.ts'
import { openHttpClient, type Round } from './http-client.ts'
import { type Measured, median } from './measure.ts'

const ROUNDS = 120
const BATCH_ROUNDS = 12
const BATCH = 30
const WARM_UP = 15
const AT_ONCE = 8
const AT_ONCE_REQUESTS = 160
/** On PostgreSQL. Ours has a database, a register, a ledger and rules; the bare server has none. */
const TARGET_RATIO = 10
/** Nothing that is measured is limited. */
const UNLIMITED = {
  maxCopies: 100_000,
  requestsPerMinute: 1_000_000,
  nonceRequestsPerMinute: 1_000_000,
  credentialRequestsPerMinute: 1_000_000,
  tokenRequestsPerMinute: 1_000_000,
}
const refuse = async () => {
  throw new TypeError('Nobody is enrolled here.')
}

type HttpClient = ReturnType<typeof openHttpClient>

/** An issuer that can be asked for ID cards. */
type Target = AsyncDisposable & { readonly name: string; readonly url: string; readonly token: string }

/**
 * A wallet's two requests, nonce and credential, over HTTP on loopback: the proof is checked and an ID card issued, against
 * a bare server of node:http that parses the same, verifies and signs as much, and keeps nothing. The client is a process
 * of its own, so that its keys and proofs do not stand in the way.
 */
export async function benchHttp(): Promise<Measured> {
  if (postgresMissing !== undefined) process.stderr.write(`Without PostgreSQL. ${postgresMissing}.\n`)
  await using client = openHttpClient()
  await using pglite = await openTarget('issuer on PGlite')
  await using postgres = postgresMissing === undefined ? await openTargetOnPostgres() : undefined
  const size = (await client.measure({ ...pglite, copies: 1, requests: WARM_UP })).at(-1)?.characters ?? 0
  await using bare = await startBareIssuer(size)
  // The first after the baseline is the one that the target is for.
  const targets: readonly Target[] = [bare, ...(postgres === undefined ? [] : [postgres]), pglite]
  const singles = await measureAll(client, targets, 1, ROUNDS)
  const batches = await measureAll(client, targets, BATCH, BATCH_ROUNDS)
  const atOnce = await measureThroughput(client, targets)
  const { figures, ...rest } = describe(targets, singles, batches)
  return { ...rest, figures: { ...figures, ...atOnce } }
}

/** In turns of a few requests, so that a busy machine slows all of them alike. */
async function measureAll(client: HttpClient, targets: readonly Target[], copies: number, rounds: number) {
  const times = targets.map((): number[] => [])
  const perTurn = Math.ceil(rounds / 12)
  for (const target of targets) await client.measure({ ...target, copies, requests: Math.ceil(WARM_UP / copies) })
  for (let turn = 0; turn < 12; turn++) {
    for (let at = 0; at < targets.length; at++) {
      const target = (at + turn) % targets.length
      const measured: readonly Round[] = await client.measure({ ...targets[target]!, copies, requests: perTurn })
      times[target]!.push(...measured.map(({ microseconds }) => microseconds))
    }
  }
  return times
}

/** Cards a second to wallets that ask at the same time, each for one after the other. */
async function measureThroughput(client: HttpClient, targets: readonly Target[]): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  for (const target of targets) {
    const startedAt = performance.now()
    await client.measure({ ...target, copies: 1, requests: AT_ONCE_REQUESTS, atOnce: AT_ONCE })
    const cards = AT_ONCE_REQUESTS / ((performance.now() - startedAt) / 1000)
    figures[`${nameOf(target)}_cards_a_second_to_${AT_ONCE}_wallets_at_once`] = cards
  }
  return figures
}

/** As it stands in the name of a figure. */
function nameOf({ name }: Pick<Target, 'name'>): string {
  return name.replaceAll(/\W+/g, '_')
}

function describe(targets: readonly Target[], singles: readonly number[][], batches: readonly number[][]): Measured {
  const rowsOf = (what: string, all: readonly number[][]) =>
    all.map((times, at) => ({
      name: `${targets[at]!.name}, ${what}`,
      microseconds: median(times),
      mean_microseconds: mean(times),
      ratio: median(times) / median(all[0]!),
    }))
  const rows = [...rowsOf('nonce and one card', singles), ...rowsOf(`nonce and ${BATCH} cards`, batches)]
  const figures = targets.flatMap((target, at) => {
    const key = nameOf(target)
    const [single, batch] = [singles[at]!, batches[at]!]
    return [
      [`${key}_cards_a_second`, 1e6 / mean(single)],
      [`${key}_p50_milliseconds`, percentile(single, 0.5)],
      [`${key}_p99_milliseconds`, percentile(single, 0.99)],
      [`${key}_batch_cards_a_second`, (BATCH * 1e6) / mean(batch)],
      [`${key}_batch_p50_milliseconds`, percentile(batch, 0.5)],
    ] as const
  })
  return {
    name: 'http',
    ratio: rows[1]!.ratio,
    target: TARGET_RATIO,
    baseline: 'a bare node:http server: parse, one ES256 verify, one ES256 sign over as many bytes, nothing kept',
    rows,
    figures: Object.fromEntries(figures),
  }
}

async function openTargetOnPostgres(): Promise<Target> {
  const server = await startPostgres()
  try {
    const target = await openTarget('issuer on PostgreSQL', server.url)
    const close = async () => {
      await target[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    }
    return { ...target, [Symbol.asyncDispose]: close }
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
}

async function openTarget(name: string, databaseUrl?: string): Promise<Target> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bai-bench-'))
  const issuer = await openIssuer({
    dataFolder,
    databaseUrl,
    port: 0,
    development: true,
    compareFaces: refuse,
    liveness: { createChallenge: () => refuse() as never, check: refuse },
    configuration: UNLIMITED,
    report: reportFault,
  })
  const close = async () => {
    await issuer[Symbol.asyncDispose]()
    await rm(dataFolder, { recursive: true, force: true })
  }
  try {
    return { name, url: issuer.url, token: await tokenFor(issuer), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

async function tokenFor({
  url,
  operatorToken: token,
}: {
  url: string
  operatorToken: string | undefined
}): Promise<string> {
  const register = `${generateRegister().join('\n')}\n`
  await callOperator({ url, token, path: '/operator/register', body: register, contentType: 'application/jsonl' })
  const [person] = storyPeople()
  const asked = { citizen_number: person?.citizenNumber, types: ['id-card'], reason: 'a measurement', tx_code: false }
  const made = await callOperator<{ offer_uri: string }>({
    url,
    token,
    path: '/operator/offers',
    body: JSON.stringify(asked),
  })
  const offer = JSON.parse(new URL(made.offer_uri).searchParams.get('credential_offer') ?? '')
  const grantType = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
  const code = offer.grants[grantType]['pre-authorized_code']
  const body = new URLSearchParams({ grant_type: grantType, 'pre-authorized_code': code })
  return (await (await fetch(`${url}/token`, { method: 'POST', body })).json()).access_token
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Milliseconds. */
function percentile(microseconds: readonly number[], part: number): number {
  const sorted = [...microseconds].sort((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0) / 1000
}
