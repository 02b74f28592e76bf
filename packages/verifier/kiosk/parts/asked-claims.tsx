import type { Bundle } from '@bai/credential'
import { labelOf, labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { Policy } from '../../src/index.ts'
import { typesAskedFor } from '../../src/policy.ts'
import { useTexts } from '../texts/use-texts.ts'

/** What a policy asks for, in words: each document, and the claims of it. */
export function AskedClaims({ policy, bundle }: { policy: Policy; bundle: Bundle | undefined }): ReactNode {
  const { language, askedNothing } = useTexts()
  return (
    <ul className="asked">
      {policy.dcql_query.credentials.map((query) => {
        const labels = labelsOf(typesAskedFor(query)[0] ?? '', bundle)
        const claims = query.claims?.map(({ path }) => labelOf(labels, path)[language]) ?? []
        return (
          <li key={query.id}>
            {labels.name[language]}: {claims.length === 0 ? askedNothing : claims.join(', ')}
          </li>
        )
      })}
    </ul>
  )
}
