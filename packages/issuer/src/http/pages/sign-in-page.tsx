/** @jsxRuntime automatic */
import type { BilingualText } from '@bai/credential'
import type { ReactNode } from 'react'
import { PageHeader } from './page-header.tsx'
import type { Language } from './render-page.tsx'
import { SIGN_IN_TEXTS } from './sign-in-texts.ts'

export type SignInPageProps = {
  readonly language: Language
  readonly issuerName: BilingualText
  readonly wallet: string
  readonly documents: readonly BilingualText[]
  readonly requestUri: string
  /** The address of this page in the other language. */
  readonly otherHref: string
  readonly action: string
  /** What went wrong the last time. */
  readonly problem?: string | undefined
}

/** The sign-in of a development issuer: number and date of birth, and a warning that it is so. */
export function DevelopmentSignInPage(props: SignInPageProps): ReactNode {
  const { language, problem, action, requestUri } = props
  const text = SIGN_IN_TEXTS[language]
  return (
    <SignInFrame {...props}>
      <div className="notice">
        <strong>{text.developmentTitle}.</strong> {text.development}
      </div>
      {problem !== undefined && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action={action}>
        <input type="hidden" name="request_uri" value={requestUri} />
        <input type="hidden" name="lang" value={language} />
        <WhoFields language={language} />
        <button type="submit" name="answer" value="agree">
          {text.agree}
        </button>
        <button type="submit" name="answer" value="refuse" className="second" formNoValidate>
          {text.refuse}
        </button>
      </form>
    </SignInFrame>
  )
}

/** Number and date of birth. */
export function WhoFields({ language }: Pick<SignInPageProps, 'language'>): ReactNode {
  const text = SIGN_IN_TEXTS[language]
  return (
    <>
      <label htmlFor="citizen_number">{text.number}</label>
      <input id="citizen_number" name="citizen_number" inputMode="numeric" autoComplete="off" maxLength={17} required />
      <label htmlFor="birth_date">{text.birthDate}</label>
      <p className="hint" id="birth_date_hint">
        {text.birthDateHint}
      </p>
      <input
        id="birth_date"
        name="birth_date"
        inputMode="numeric"
        autoComplete="off"
        maxLength={8}
        pattern="[0-9]{8}"
        aria-describedby="birth_date_hint"
        required
      />
    </>
  )
}

/** What every sign-in shows first: which wallet asks for what. @param data for the script of the page */
export function SignInFrame({
  language,
  issuerName,
  wallet,
  documents,
  otherHref,
  data = {},
  children,
}: SignInPageProps & {
  readonly data?: { readonly [name: `data-${string}`]: string }
  readonly children: ReactNode
}): ReactNode {
  const text = SIGN_IN_TEXTS[language]
  return (
    <>
      <PageHeader name={issuerName[language]} language={language} otherHref={otherHref} />
      <main {...data}>
        <h1>{text.title}</h1>
        <p>{text.intro(wallet)}</p>
        <ul>
          {documents.map((document) => (
            <li key={document.en}>{document[language]}</li>
          ))}
        </ul>
        <p>{text.onlyYours}</p>
        {children}
      </main>
    </>
  )
}

/** What is told when a request cannot be used any more. */
export function SignInGonePage({
  language,
  issuerName,
  otherHref,
}: Pick<SignInPageProps, 'language' | 'issuerName' | 'otherHref'>): ReactNode {
  const text = SIGN_IN_TEXTS[language]
  return (
    <>
      <PageHeader name={issuerName[language]} language={language} otherHref={otherHref} />
      <main>
        <h1>{text.gone}</h1>
        <p role="alert">{text.goneAdvice}</p>
      </main>
    </>
  )
}
