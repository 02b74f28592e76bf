/** @jsxRuntime automatic */
import type { BilingualText } from '@bai/credential'
import type { ReactNode } from 'react'
import { ENROLMENT_TEXTS } from './enrolment-texts.ts'
import { SignInFrame, type SignInPageProps, WhoFields } from './sign-in-page.tsx'
import { SIGN_IN_TEXTS } from './sign-in-texts.ts'

export type EnrolmentSignInPageProps = SignInPageProps & {
  readonly issuer: string
  readonly configurationIds: readonly string[]
  readonly consent: BilingualText & { readonly version: string }
}

/** The sign-in of an issuer in earnest: the enrolment, with camera and script (public/sign-in.js). */
export function EnrolmentSignInPage(props: EnrolmentSignInPageProps): ReactNode {
  const { language, requestUri, action, issuer, configurationIds, consent } = props
  const text = SIGN_IN_TEXTS[language]
  const more = ENROLMENT_TEXTS[language]
  const data = {
    'data-texts': JSON.stringify(more.script),
    'data-issuer': issuer,
    'data-request-uri': requestUri,
    'data-types': JSON.stringify(configurationIds),
    'data-consent-version': consent.version,
  }
  return (
    <SignInFrame {...props} data={data}>
      <p id="problem" className="error" role="alert" tabIndex={-1} hidden />
      <form id="factors" method="post" action={action}>
        <input type="hidden" name="request_uri" value={requestUri} />
        <input type="hidden" name="lang" value={language} />
        <p>{more.lead}</p>
        <WhoFields language={language} />
        <label htmlFor="laser_code">{more.laserCode}</label>
        <p className="hint" id="laser_code_hint">
          {more.laserCodeHint}
        </p>
        <input
          id="laser_code"
          name="laser_code"
          autoComplete="off"
          autoCapitalize="characters"
          maxLength={20}
          aria-describedby="laser_code_hint"
        />
        <h2>{more.consentTitle}</h2>
        <div className="card">{consent[language]}</div>
        <label>
          <input type="checkbox" name="consent" value="yes" required />
          {more.consent}
        </label>
        <button type="submit" name="answer" value="agree">
          {more.next}
        </button>
        <button type="submit" name="answer" value="refuse" className="second" formNoValidate>
          {text.refuse}
        </button>
      </form>
      <section id="film" hidden aria-labelledby="film_title">
        <h2 id="film_title">{more.filmTitle}</h2>
        <p>{more.filmAdvice}</p>
        <p id="prompt" className="prompt" role="status" aria-live="assertive" />
        <video muted playsInline />
        <button type="button" id="start">
          {more.begin}
        </button>
      </section>
    </SignInFrame>
  )
}
