/** @jsxRuntime automatic */
import type { BilingualText } from '@bai/credential'
import { createElement, Fragment, type ReactNode } from 'react'
import type { Derivation } from '../../derivation/derivation.ts'
import { nameOfClaim, nameOfQuery } from '../../derivation/explain-operation.ts'
import { sentenceFor } from '../../derivation/refusal.ts'
import type { DeskRequest } from '../../derivation-ports.ts'
import { DERIVATION_TEXTS } from './derivation-texts.ts'
import { PageHeader } from './page-header.tsx'
import type { Language } from './render-page.tsx'

type FrameProps = { readonly language: Language; readonly issuerName: BilingualText; readonly otherHref: string }

/** What there is to be had. */
export function DerivationListPage({
  derivations,
  ...frame
}: FrameProps & { readonly derivations: readonly Derivation[] }): ReactNode {
  const { language } = frame
  const text = DERIVATION_TEXTS[language]
  return (
    <Frame {...frame}>
      <h1>{text.title}</h1>
      <p>{text.intro}</p>
      <ul>
        {derivations.map(({ type }) => (
          <li key={type.id}>
            <a href={`derive/${type.id}?lang=${language}`}>{type.name[language]}</a> {type.description[language]}
          </li>
        ))}
      </ul>
    </Frame>
  )
}

type DerivationPageProps = FrameProps & { readonly derivation: Derivation; readonly asked: DeskRequest | undefined }

/** What is read and what is given, before anything is asked; then the request. */
export function DerivationPage({ derivation, asked, ...frame }: DerivationPageProps): ReactNode {
  const { language } = frame
  const text = DERIVATION_TEXTS[language]
  const { type } = derivation
  return (
    <Frame {...frame}>
      <h1>{type.name[language]}</h1>
      <p>{type.description[language]}</p>
      <DerivationTerms derivation={derivation} language={language} />
      {asked === undefined ? (
        <form method="get">
          <input type="hidden" name="lang" value={language} />
          <button type="submit" name="begin" value="yes">
            {text.begin}
          </button>
        </form>
      ) : (
        <Asked asked={asked} language={language} text={text.scan} />
      )}
    </Frame>
  )
}

/** What is read, what is given, how long it is good for, and what is kept. */
export function DerivationTerms({ derivation, language }: { derivation: Derivation; language: Language }): ReactNode {
  const text = DERIVATION_TEXTS[language]
  const { query, claims, validity } = derivation
  return (
    <>
      <h2>{text.reads}</h2>
      {query.credentials.map((credential) => (
        <Fragment key={credential.id}>
          <p>
            <strong>{nameOfQuery(credential)[language]}</strong>
          </p>
          <ul>
            {(credential.claims ?? []).map(({ path }) => (
              <li key={path.join('.')}>{nameOfClaim(path, credential)[language]}</li>
            ))}
          </ul>
        </Fragment>
      ))}
      <h2>{text.gives}</h2>
      <ul>
        {claims.map(({ path, label }) => (
          <li key={path.join('.')}>{label[language]}</li>
        ))}
      </ul>
      <p>{'hours' in validity ? text.validHours(validity.hours) : text.validDays(validity.days)}</p>
      <p className="hint">{text.keeps}</p>
    </>
  )
}

type AskedProps = { readonly asked: DeskRequest; readonly language: Language; readonly text: string }

/** The element of the verifier for other people's pages. */
export function Asked({ asked, language, text }: AskedProps): ReactNode {
  return (
    <>
      <p>{text}</p>
      {createElement('bai-presentation', {
        'request-uri': asked.address,
        'status-uri': asked.statusUri,
        'qr-uri': asked.qrUri,
        lang: language,
      })}
    </>
  )
}

type ResultProps = FrameProps & { readonly derivation: Derivation; readonly code: string; readonly reason: string }

/** Why there is no offer, in words. */
export function DerivationResultPage({ derivation, code, reason, ...frame }: ResultProps): ReactNode {
  const { language } = frame
  const text = DERIVATION_TEXTS[language]
  return (
    <Frame {...frame}>
      <h1>{text.refusedTitle}</h1>
      <p role="alert">{wordsFor(derivation, { code, reason }, language)}</p>
      <p>
        <a href={`../${derivation.type.id}?lang=${language}`}>{text.again}</a>
      </p>
    </Frame>
  )
}

/** Why nothing is given: the derivation's own words where it has some. */
export function wordsFor(
  derivation: Derivation,
  { code, reason }: { readonly code: string; readonly reason: string },
  language: Language,
): string {
  const text = DERIVATION_TEXTS[language]
  const sentence = sentenceFor(reason, derivation)
  return sentence?.[language] ?? (Object.hasOwn(text.codes, code) ? text.codes[code]! : text.other)
}

function Frame({
  language,
  issuerName,
  otherHref,
  children,
}: FrameProps & { readonly children: ReactNode }): ReactNode {
  return (
    <>
      <PageHeader name={issuerName[language]} language={language} otherHref={otherHref} />
      <main>{children}</main>
    </>
  )
}
