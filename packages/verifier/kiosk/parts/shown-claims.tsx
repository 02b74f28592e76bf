import type { Bundle } from '@bai/credential'
import { describeClaims, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { SeenCredential } from '../../src/index.ts'
import { useTexts } from '../texts/use-texts.ts'

/** What each credential has shown, and who issued it. */
export function ShownClaims({
  credentials,
  bundle,
}: {
  credentials: readonly SeenCredential[]
  bundle: Bundle
}): ReactNode {
  const { language, issuedBy } = useTexts()
  return credentials.map((credential) => (
    <section key={credential.queryId} className="card shown">
      <h2>{labelsOf(credential.vct, bundle).name[language]}</h2>
      <dl>
        {describeClaims(credential, bundle, language).map(({ path, label, value }) => (
          <div key={path}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{issuedBy}</dt>
          <dd>{credential.issuer.name[language]}</dd>
        </div>
      </dl>
    </section>
  ))
}
