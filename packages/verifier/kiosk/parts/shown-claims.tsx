import { type Bundle, formatThaiDate } from '@bai/credential'
import { describeClaims, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { Provenance, SeenCredential } from '../../src/index.ts'
import { useTexts } from '../texts/use-texts.ts'

/** What each credential has shown, and who issued it. */
export function ShownClaims({
  credentials,
  bundle,
}: {
  credentials: readonly SeenCredential[]
  bundle: Bundle
}): ReactNode {
  const text = useTexts()
  const { language, issuedBy } = text
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
        {credential.restsOn?.map((source) => (
          <div key={`${source.type} ${source.issuer.id}`}>
            <dt>{text.restsOn}</dt>
            <dd>{describeProvenance(source, bundle, text)}</dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}

function describeProvenance(
  { type, issuer, level, on }: Provenance,
  bundle: Bundle,
  { language, restsOnOne, levels }: ReturnType<typeof useTexts>,
): string {
  return restsOnOne({
    type: labelsOf(type, bundle).name[language],
    issuer: issuer.name[language],
    level: level && levels[level],
    on: formatThaiDate(on, language),
  })
}
