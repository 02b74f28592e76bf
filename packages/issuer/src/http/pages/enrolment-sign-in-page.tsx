/** @jsxRuntime automatic */
import type { BilingualText } from '@bai/credential'
import type { ReactNode } from 'react'
import { ENROLMENT_TEXTS } from './enrolment-texts.ts'
import { PageHeader } from './page-header.tsx'
import type { SignInPageProps } from './sign-in-page.tsx'
import { SIGN_IN_TEXTS } from './sign-in-texts.ts'

export type EnrolmentSignInPageProps = SignInPageProps & {
  readonly issuer: string
  readonly configurationIds: readonly string[]
  readonly consent: BilingualText & { readonly version: string }
}

/** The sign-in of an issuer in earnest: the enrolment, with camera and script (public/sign-in.js). */
export function EnrolmentSignInPage(props: EnrolmentSignInPageProps): ReactNode {
  const { language, wallet, documents, requestUri, action, issuer, issuerName, otherHref } = props
  const text = SIGN_IN_TEXTS[language]
  const more = ENROLMENT_TEXTS[language]
  return (
    <>
      <PageHeader name={issuerName[language]} language={language} otherHref={otherHref} />
      <main
        data-texts={JSON.stringify(more.script)}
        data-issuer={issuer}
        data-request-uri={requestUri}
        data-types={JSON.stringify(props.configurationIds)}
        data-consent-version={props.consent.version}
      >
        <h1>{text.title}</h1>
        <p>{text.intro(wallet)}</p>
        <ul>
          {documents.map((document) => (
            <li key={document.en}>{document[language]}</li>
          ))}
        </ul>
        <p>{text.onlyYours}</p>
        <p id="problem" className="error" role="alert" tabIndex={-1} hidden />
        <form id="factors" method="post" action={action}>
          <input type="hidden" name="request_uri" value={requestUri} />
          <input type="hidden" name="lang" value={language} />
          <p>{more.lead}</p>
          <label htmlFor="citizen_number">{text.number}</label>
          <input
            id="citizen_number"
            name="citizen_number"
            inputMode="numeric"
            autoComplete="off"
            maxLength={17}
            required
          />
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
          <div className="card">{props.consent[language]}</div>
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
      </main>
    </>
  )
}
