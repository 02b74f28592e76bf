import express, { type RequestHandler, type Response, Router } from 'express'

export type WebAppRouterOptions = {
  /** Folder of the built app. */
  readonly assets: string
  /** Becomes `config.json`. */
  readonly config: object
  /** Sources of a content security policy (CSP 3, section 2.3.1) that the app may call beside its own origin. */
  readonly connectTo: readonly string[]
}

/** Files whose names change with what is in them. */
const HASHED = /[/\\]assets[/\\]/
/** Models and engine of the face matcher, whose hashes the matcher checks. */
const FACE = /[/\\]face[/\\]/

/**
 * Serves an app below whatever path it is mounted at: pages that need nothing from elsewhere, under a policy that lets in
 * nothing from elsewhere.
 */
export function webAppRouter({ assets, config, connectTo }: WebAppRouterOptions): Router {
  const router = Router()
  router.use(guard(connectTo))
  router.get('/config.json', (_request, response) => {
    response.set('cache-control', 'no-cache').json(config)
  })
  // The page's own links are relative, so it has to be a folder.
  router.get('/', withSlash())
  router.use(
    express.static(assets, { index: 'index.html', redirect: false, setHeaders: setCacheControl }),
    // Not the page again: a script that is missing must not be answered with HTML.
    (_request, response) => void response.status(404).type('text').send('Not found\n'),
  )
  return router
}

function guard(connectTo: readonly string[]): RequestHandler {
  const policy = [
    "default-src 'none'",
    // Compiles the reader of codes and the engine of the face matcher; evaluates no text.
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    ['connect-src', "'self'", ...connectTo].join(' '),
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return (_request, response, next) => {
    response.set({
      'content-security-policy': policy,
      'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
    })
    next()
  }
}

function withSlash(): RequestHandler {
  return (request, response, next) => {
    const path = request.originalUrl.split('?', 1)[0] ?? ''
    if (path.endsWith('/')) next()
    else response.redirect(308, `${path}/`)
  }
}

function setCacheControl(response: Response, path: string): void {
  const value = HASHED.test(path)
    ? 'public, max-age=31536000, immutable'
    : FACE.test(path)
      ? 'public, max-age=86400'
      : 'no-cache'
  response.set('cache-control', value)
}
