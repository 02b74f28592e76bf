import type { Bundle, OfflineMessage } from '@bai/credential'
import { QrFrames, ScreenHeading } from '@bai/web-app'
import { type ReactNode, useMemo } from 'react'
import { Button } from 'react-aria-components'
import type { Policy } from '../../src/index.ts'
import { AskedClaims } from '../parts/asked-claims.tsx'
import { useTexts } from '../texts/use-texts.ts'
import type { ShownRequest } from '../use-request.ts'

/** The request as a code for the wallet, and in words for people. */
export function RequestScreen({
  policy,
  bundle,
  request,
  onScan,
  onLeave,
}: {
  policy: Policy
  bundle: Bundle
  request: ShownRequest | undefined
  onScan: () => void
  onLeave: () => void
}): ReactNode {
  const text = useTexts()
  const { title, client_name, purpose } = policy
  const message = useMemo<OfflineMessage | undefined>(
    () => request && { kind: 'request', request: request.token },
    [request],
  )
  return (
    <div className="request">
      <section>
        <p className="where">{(title ?? client_name)[text.language]}</p>
        <ScreenHeading>{text.requestTitle}</ScreenHeading>
        <p>{text.requestHint}</p>
        <h2>{text.asked}</h2>
        <AskedClaims policy={policy} bundle={bundle} />
        <h2>{text.purpose}</h2>
        <p>{purpose[text.language]}</p>
        <div className="actions">
          <Button className="large" isDisabled={request === undefined} onPress={onScan}>
            {text.scanAnswer}
          </Button>
          <Button className="second" onPress={onLeave}>
            {text.otherCheckpoint}
          </Button>
        </div>
      </section>
      <div className="code">
        {message === undefined ? (
          <p role="status">{text.making}</p>
        ) : (
          <QrFrames message={message} label={text.requestImage} />
        )}
      </div>
    </div>
  )
}
