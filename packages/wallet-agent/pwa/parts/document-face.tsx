import { houseRegistration, nationalIdCard } from '@bai/credential'
import { labelsOf } from '@bai/web-app'
import type { ReactNode } from 'react'
import { type Holding, readClaims } from '../../src/index.ts'
import { useDocumentsTexts } from '../texts/documents-texts.ts'
import { useWallet } from '../wallet-context.ts'
import { HouseFace } from './house-face.tsx'
import { IdCardFace } from './id-card-face.tsx'

/** A document as people know it. @param detail `brief` shows no number and no address: the list may be seen over a shoulder */
export function DocumentFace({ holding, detail }: { holding: Holding; detail: 'brief' | 'full' }): ReactNode {
  const text = useDocumentsTexts()
  const { platform, now } = useWallet()
  const claims = readClaims(holding, { platform, now: now() })
  if (claims === undefined)
    return (
      <div className="face plain">
        <strong>{labelsOf(holding.vct, undefined).name[text.language]}</strong>
      </div>
    )
  if (holding.vct === nationalIdCard.vct) return <IdCardFace claims={claims} detail={detail} />
  if (holding.vct === houseRegistration.vct) return <HouseFace claims={claims} detail={detail} />
  return (
    <div className="face plain">
      <strong>{labelsOf(holding.vct, undefined).name[text.language]}</strong>
    </div>
  )
}
