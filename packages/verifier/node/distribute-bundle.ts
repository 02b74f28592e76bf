import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { BUNDLE_DELTA_TYPE, type BundleDelta, createBundleDelta, parseJsonObject, parseJws } from '@bai/credential'
import { type Request, type Response, Router } from 'express'

type Published = {
  readonly token: string
  readonly gzipped: Buffer
  readonly sequence: number
  /** Without quotation marks. */
  readonly tag: string
}

/** How many earlier bundles a way to the current one is known from: a day, at one an hour. */
const KEPT = 24

/**
 * Distributes a bundle file: whole, by the part that is missing after a cut (RFC 9110, section 14.2), by delta from one that
 * a verifier has, or by saying that there is nothing newer. The file may be replaced while it is distributed; who asks is
 * not told apart and not written down (ARF 3.0, VCR_15, VCR_16).
 *
 * @param path of the bundle, as `bai bundle publish` writes it
 */
export function distributeBundle(path: string): Router {
  const kept: Published[] = []
  const deltas = new Map<string, BundleDelta | undefined>()
  let modified = ''

  async function current(): Promise<Published> {
    const { mtimeMs, size } = await stat(path)
    const version = `${mtimeMs} ${size}`
    if (version !== modified) {
      const published = await publishedOf(await readFile(path, 'latin1'))
      if (kept[0]?.tag !== published.tag) kept.unshift(published)
      kept.length = Math.min(kept.length, KEPT)
      deltas.clear()
      modified = version
    }
    return kept[0]!
  }

  function deltaFrom(sequence: string, { token, tag }: Published): BundleDelta | undefined {
    const base = kept.find((one) => String(one.sequence) === sequence && one.tag !== tag)
    if (base === undefined) return undefined
    if (!deltas.has(base.tag)) deltas.set(base.tag, createBundleDelta(base.token, token))
    return deltas.get(base.tag)
  }

  const router = Router()
  // A page of another origin asks first whether it may name the bundle that it has.
  router.options('/', (_request, response) => {
    response.set({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'If-None-Match, If-Range, Range',
      'access-control-max-age': '86400',
    })
    response.status(204).end()
  })
  router.get('/', async (request, response) => {
    const published = await current()
    response.set({
      etag: `"${published.tag}"`,
      'cache-control': 'no-cache',
      vary: 'Accept, Accept-Encoding',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag, Content-Range',
    })
    const { since } = request.query
    if (isNamed(request.headers['if-none-match'], published)) return void response.status(304).end()
    const takesDelta = request.accepts(BUNDLE_DELTA_TYPE, 'application/jwt') === BUNDLE_DELTA_TYPE
    const delta = takesDelta && typeof since === 'string' ? deltaFrom(since, published) : undefined
    if (delta !== undefined) response.type(BUNDLE_DELTA_TYPE).send(JSON.stringify(delta))
    else sendWhole(request, response, published)
  })
  return router
}

function sendWhole(request: Request, response: Response, published: Published): void {
  const { token, tag, gzipped } = published
  response.type('application/jwt').set('accept-ranges', 'bytes')
  const { range } = request.headers
  const ifRange = request.get('if-range')
  const start = isOf(ifRange, published) ? startOf(range) : undefined
  if (start === undefined) {
    if (request.acceptsEncodings('gzip') !== 'gzip') return void response.send(token)
    // Another encoding has another strong validator (RFC 9110, section 8.8.3.3); what it stands for is the same.
    return void response.set({ etag: `"${tag}-gzip"`, 'content-encoding': 'gzip' }).send(gzipped)
  }
  if (start >= token.length) return void response.status(416).set('content-range', `bytes */${token.length}`).end()
  response.status(206).set('content-range', `bytes ${start}-${token.length - 1}/${token.length}`)
  response.send(token.slice(start))
}

/** Whether a validator is of this bundle, in whichever encoding it was sent. */
function isOf(validator: string | undefined, { tag }: Published): boolean {
  return validator === `"${tag}"` || validator === `"${tag}-gzip"`
}

/** `If-None-Match` names several, and compares weakly, for a cache in between may have weakened ours (RFC 9110, section 13.1.2). */
function isNamed(ifNoneMatch: string | undefined, published: Published): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.some((tag) => isOf(tag, published))
}

/** The rest from a byte on is the one range that is asked for here; any other is answered with the whole. */
function startOf(range: string | undefined): number | undefined {
  const [, start] = /^bytes=(\d{1,9})-$/.exec(range ?? '') ?? []
  return start === undefined ? undefined : Number(start)
}

async function publishedOf(content: string): Promise<Published> {
  const token = content.trim()
  const sequence = Number(parseJsonObject(parseJws(token).payload, 'bundle')['sequence'])
  const tag = `${sequence}-${createHash('sha256').update(token).digest('base64url').slice(0, 22)}`
  return { token, sequence, tag, gzipped: await promisify(gzip)(token, { level: 9 }) }
}
