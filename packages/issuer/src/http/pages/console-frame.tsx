/** @jsxRuntime automatic */
import type { ReactNode } from 'react'
import type { Operator } from '../../operator-ports.ts'
import { operatorRouteOf } from '../operator-routes.ts'
import { CONSOLE_TEXTS, type ConsoleTexts } from './console-texts.ts'
import { PageHeader } from './page-header.tsx'
import type { Language } from './render-page.tsx'

/** What every page of the console knows. */
export type ConsoleContext = {
  readonly language: Language
  readonly texts: ConsoleTexts
  readonly issuerName: string
  readonly basePath: string
  readonly operator: Operator
  /** Of this session; a form without it does nothing. */
  readonly formToken: string
}

/** Pages, each with the route of the API that shows what may be done there. */
export const CONSOLE_PAGES = [
  { page: 'reviews', api: '/operator/enrolments', method: 'GET' },
  { page: 'citizens', api: '/operator/citizens/search', method: 'POST' },
  { page: 'life-events', api: '/operator/life-events', method: 'POST' },
  { page: 'statistics', api: '/operator/statistics', method: 'GET' },
  { page: 'audit', api: '/operator/audit', method: 'GET' },
  { page: 'keys', api: '/operator/issuer-keys', method: 'GET' },
  { page: 'operators', api: '/operator/operators', method: 'GET' },
] as const
export type ConsolePage = (typeof CONSOLE_PAGES)[number]['page']

export function pageTitle(page: ConsolePage, texts: ConsoleTexts): string {
  return page === 'life-events' ? texts.lifeEvents : texts[page]
}

export function mayOpen({ role }: Operator, page: ConsolePage): boolean {
  const { api, method } = CONSOLE_PAGES.find((one) => one.page === page)!
  return role === 'root' || operatorRouteOf(method, api)?.roles.includes(role) === true
}

type FrameProps = {
  readonly context: ConsoleContext
  readonly title: string
  readonly path: string
  readonly problem?: string | undefined
  readonly notice?: string | undefined
  readonly children: ReactNode
}

/** Header, menu of what the role covers, and the page. */
export function ConsoleFrame({ context, title, path, problem, notice, children }: FrameProps): ReactNode {
  const { language, texts, issuerName, basePath, operator } = context
  const otherHref = `${basePath}${path}?lang=${language === 'th' ? 'en' : 'th'}`
  return (
    <>
      <PageHeader name={`${texts.console} · ${issuerName}`} language={language} otherHref={otherHref} />
      <nav aria-label={texts.menu}>
        <ul className="menu">
          {CONSOLE_PAGES.filter(({ page }) => mayOpen(operator, page)).map(({ page }) => (
            <li key={page}>
              <a
                href={`${basePath}/console/${page}?lang=${language}`}
                aria-current={path.endsWith(page) ? 'page' : undefined}
              >
                {pageTitle(page, texts)}
              </a>
            </li>
          ))}
          <li>
            <ConsoleForm context={context} action="sign-out">
              <button type="submit" className="second">
                {texts.signOut} ({operator.role === 'root' ? texts.roles.root : operator.name})
              </button>
            </ConsoleForm>
          </li>
        </ul>
      </nav>
      <main className="wide">
        <h1>{title}</h1>
        {problem !== undefined && (
          <p className="error" role="alert">
            {problem}
          </p>
        )}
        {notice !== undefined && (
          <p className="notice" role="status">
            {notice}
          </p>
        )}
        {children}
      </main>
    </>
  )
}

/** A form that carries the session's token and the language. */
export function ConsoleForm({
  context,
  action,
  children,
}: {
  readonly context: ConsoleContext
  readonly action: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <form method="post" action={`${context.basePath}/console/${action}`}>
      <input type="hidden" name="form_token" value={context.formToken} />
      <input type="hidden" name="lang" value={context.language} />
      {children}
    </form>
  )
}

/** A table with a caption, that scrolls by itself on a phone. */
export function Table({
  caption,
  head,
  rows,
  empty,
}: {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[]
  readonly empty: string
}): ReactNode {
  if (rows.length === 0) return <p>{empty}</p>
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
    <section className="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, i) => (
                // The cells of a row stand in the order of its head.
                <td key={i}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Time of Thailand, to the minute. */
export function timeText(date: Date, language: Language): string {
  const locale = language === 'th' ? 'th-TH' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Bangkok' }).format(
    date,
  )
}

export function textsOf(language: Language): ConsoleTexts {
  return CONSOLE_TEXTS[language]
}
