import type { OfflineMessage } from '@bai/credential'
import { QrFrames, ScreenHeading } from '@bai/web-app'
import type { ReactNode } from 'react'
import type { Answered, Asker } from '../../src/index.ts'
import { useBundleState } from '../bundle-context.ts'
import { classify, useIncoming } from '../incoming.ts'
import { useNavigation } from '../router.ts'
import { useShareTexts } from '../texts/share-texts.ts'

export type AnswerShownProps = {
  readonly outcome: Answered | { readonly kind: 'declined'; readonly redirectUri: string | undefined }
  readonly asker: Asker
  onDone(): void
}

/** What became of a request. */
export function AnswerShown({ outcome, asker, onDone }: AnswerShownProps): ReactNode {
  const text = useShareTexts()
  if (outcome.kind === 'code')
    return (
      <>
        <ScreenHeading>{text.showCode}</ScreenHeading>
        <AnswerCode message={outcome.message} />
        <Done onDone={onDone} />
      </>
    )
  const { redirectUri } = outcome
  return (
    <>
      <ScreenHeading>{outcome.kind === 'sent' ? text.sent : text.declined}</ScreenHeading>
      <p>{outcome.kind === 'sent' ? text.sentTo(asker.party.name[text.language]) : text.declinedHint}</p>
      {outcome.kind === 'sent' && outcome.receipt !== undefined && <p>{text.receiptKept}</p>}
      {redirectUri !== undefined && <GoOn redirectUri={redirectUri} />}
      <Done onDone={onDone} />
    </>
  )
}

/** A page to go on at, or a document that is offered for what was shown. */
function GoOn({ redirectUri }: { redirectUri: string }): ReactNode {
  const text = useShareTexts()
  const { take } = useIncoming()
  const { go } = useNavigation()
  const found = classify(redirectUri)
  if (found?.kind === 'offer')
    return (
      <>
        <p>{text.offered}</p>
        <button
          type="button"
          className="large"
          onClick={() => {
            take(found)
            go('receive', undefined, 'replace')
          }}
        >
          {text.openOffer}
        </button>
      </>
    )
  if (!/^https?:/.test(redirectUri)) return null
  return (
    <a className="button" href={redirectUri}>
      {text.goOn}
    </a>
  )
}

/** A message as large as the screen allows. */
export function AnswerCode({ message }: { message: OfflineMessage }): ReactNode {
  const text = useShareTexts()
  const { bundle } = useBundleState()
  return (
    <>
      <div className="code-frame">
        <QrFrames message={message} label={text.codeLabel} certificates={bundle?.certificates} />
      </div>
      <p className="hint">{text.bright}</p>
    </>
  )
}

function Done({ onDone }: Pick<AnswerShownProps, 'onDone'>): ReactNode {
  const text = useShareTexts()
  return (
    <div className="actions">
      <button type="button" className="second" onClick={onDone}>
        {text.done}
      </button>
    </div>
  )
}
