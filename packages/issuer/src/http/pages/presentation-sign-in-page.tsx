/** @jsxRuntime automatic */
import type { BilingualText } from '@bai/credential'
import type { ReactNode } from 'react'
import type { Derivation } from '../../derivation/derivation.ts'
import type { DeskRequest } from '../../derivation-ports.ts'
import { Asked, DerivationTerms, wordsFor } from './derivation-pages.tsx'
import { DERIVATION_TEXTS } from './derivation-texts.ts'
import { PageHeader } from './page-header.tsx'
import { PRESENTATION_SIGN_IN_TEXTS } from './presentation-sign-in-texts.ts'
import type { Language } from './render-page.tsx'
import { SignInFrame, type SignInPageProps } from './sign-in-page.tsx'

/** What came of a presentation, as a page tells it: `code` and `reason` of what stood against it. */
export type Told = 'accepted' | { readonly code: string; readonly reason: string } | undefined

export type PresentationSignInPageProps = Omit<SignInPageProps, 'documents'> & {
  readonly derivation: Derivation
  readonly asked: DeskRequest
  readonly told: Told
  /** The address of a new request in the place of this one. */
  readonly againHref: string
}

/** The sign-in of an agency: a request to present what the derivation rests on. */
export function PresentationSignInPage(props: PresentationSignInPageProps): ReactNode {
  const { language, derivation, asked, told, problem } = props
  const text = PRESENTATION_SIGN_IN_TEXTS[language]
  const refused = typeof told === 'object' ? wordsFor(derivation, told, language) : undefined
  return (
    <SignInFrame {...props} documents={[derivation.type.name]}>
      <DerivationTerms derivation={derivation} language={language} />
      {told === undefined && <Asked asked={asked} language={language} text={text.scan} />}
      {told === 'accepted' && <p role="status">{text.arrived}</p>}
      {refused !== undefined && (
        <>
          <h2>{DERIVATION_TEXTS[language].refusedTitle}</h2>
          <p role="alert">{refused}</p>
        </>
      )}
      {problem !== undefined && refused === undefined && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      <Answers {...props} />
    </SignInFrame>
  )
}

/** Number and "go on" unless there is nothing to go on with; and the ways out. */
function Answers({ language, requestUri, action, told, againHref }: PresentationSignInPageProps): ReactNode {
  const text = PRESENTATION_SIGN_IN_TEXTS[language]
  return (
    <form method="post" action={action}>
      <input type="hidden" name="request_uri" value={requestUri} />
      <input type="hidden" name="lang" value={language} />
      {typeof told !== 'object' && (
        <>
          <label htmlFor="number">{text.number}</label>
          <p className="hint" id="number_hint">
            {text.numberHint}
          </p>
          <input
            id="number"
            name="number"
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
            pattern="[0-9]{6}"
            aria-describedby="number_hint"
            required
          />
          <button type="submit" name="answer" value="agree">
            {text.goOn}
          </button>
        </>
      )}
      <button type="submit" name="answer" value="refuse" className="second" formNoValidate>
        {text.refuse}
      </button>
      <p>
        <a href={againHref}>{text.again}</a>
      </p>
    </form>
  )
}

type PresentedPageProps = {
  readonly language: Language
  readonly issuerName: BilingualText
  readonly otherHref: string
  readonly derivation: Derivation
  /** For the browser that began; or why nothing is given. */
  readonly came: { readonly number: string } | { readonly code: string; readonly reason: string }
}

/** Where a wallet leads the person who presented, in another browser than the one that began. */
export function PresentedPage({ language, issuerName, otherHref, derivation, came }: PresentedPageProps): ReactNode {
  const text = PRESENTATION_SIGN_IN_TEXTS[language]
  return (
    <>
      <PageHeader name={issuerName[language]} language={language} otherHref={otherHref} />
      <main>
        {'number' in came ? (
          <>
            <h1>{text.shownTitle}</h1>
            <p>{text.shownFor(derivation.type.name[language], issuerName[language])}</p>
            <p>{text.shown}</p>
            <p className="prompt">{came.number}</p>
            <p role="alert">{text.tellNobody}</p>
          </>
        ) : (
          <>
            <h1>{DERIVATION_TEXTS[language].refusedTitle}</h1>
            <p role="alert">{wordsFor(derivation, came, language)}</p>
          </>
        )}
      </main>
    </>
  )
}
