import { useNewVersion, useOnline } from '@bai/web-app'
import type { ReactNode } from 'react'
import { useShellTexts } from '../texts/shell-texts.ts'
import { useSettings } from '../wallet-settings.ts'

/** On every screen: what this is, the other language, whether there is a network, and the lock. */
export function WalletHeader({ onLock }: { onLock: (() => void) | undefined }): ReactNode {
  const text = useShellTexts()
  const { change } = useSettings()
  const isOnline = useOnline()
  const hasNewVersion = useNewVersion()
  return (
    <header className="wallet-header">
      <strong>{text.product}</strong>
      <span className="connection" role="status">
        {!isOnline && text.offline}
      </span>
      <button
        type="button"
        className="link"
        lang={text.language === 'th' ? 'en' : 'th'}
        onClick={() => change({ language: text.language === 'th' ? 'en' : 'th' })}
      >
        {text.otherLanguage}
      </button>
      {onLock && (
        <button type="button" className="link" onClick={onLock}>
          {text.lock}
        </button>
      )}
      {hasNewVersion && (
        <button type="button" className="second" onClick={() => location.reload()}>
          {text.newVersion}
        </button>
      )}
    </header>
  )
}
