/** @jsxRuntime automatic */
import type { Response } from 'express'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { pageStyle, styleHash } from './page-style.ts'

export type Language = 'th' | 'en'

export type Page = {
  readonly language: Language
  readonly title: string
  readonly body: ReactNode
  /** Where a form of this page may lead the browser, beside here: the policy of a page covers its redirects too. */
  readonly formTarget?: string | undefined
  /** Path of the script of this page. */
  readonly script?: string | undefined
  /** Path of the issuer's address, where it has one. */
  readonly basePath?: string
  /** Whether the script may use the camera. */
  readonly camera?: boolean
}

/** Sends a page that needs nothing from elsewhere: its policy allows its own style, its own script and its own forms. */
export function renderPage(response: Response, page: Page): void {
  const { language, title, body, formTarget, script, camera = false, basePath = '' } = page
  const style = pageStyle(basePath)
  const markup = renderToStaticMarkup(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        {/* Our own style sheet: React would escape its quotation marks. */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
        {script !== undefined && <script type="module" src={script} />}
      </head>
      <body>{body}</body>
    </html>,
  )
  response.set({
    'content-security-policy': [
      "default-src 'none'",
      `style-src '${styleHash(style)}'`,
      "font-src 'self'",
      "script-src 'self'",
      "connect-src 'self'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      `form-action 'self'${formTarget === undefined ? '' : ` ${formTarget}`}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'permissions-policy': `camera=(${camera ? 'self' : ''}), microphone=(), geolocation=()`,
    'cache-control': 'no-store',
    'content-language': language,
  })
  response.type('html').send(`<!doctype html>${markup}`)
}

/** The language of a page: as chosen on it, else as the browser prefers. */
export function languageOf(chosen: unknown, acceptLanguage: string | undefined): Language {
  if (chosen === 'th' || chosen === 'en') return chosen
  const [first = ''] = (acceptLanguage ?? '').split(',')
  return first.trim().toLowerCase().startsWith('en') ? 'en' : 'th'
}
