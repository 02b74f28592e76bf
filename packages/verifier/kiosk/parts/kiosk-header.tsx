import { useNewVersion } from '@bai/web-app'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useKiosk } from '../kiosk-context.ts'
import { useTexts } from '../texts/use-texts.ts'

/** Whose kiosk it is, and the way to the other language. */
export function KioskHeader({ onSwitchLanguage }: { onSwitchLanguage: () => void }): ReactNode {
  const { kioskName } = useKiosk()
  const { language, product, switchLanguage, newVersion } = useTexts()
  const isNewer = useNewVersion()
  return (
    <div className="kiosk-header">
      <strong>{product}</strong>
      <span className="kiosk-name">{kioskName[language]}</span>
      {isNewer && (
        <Button className="link" onPress={() => location.reload()}>
          {newVersion}
        </Button>
      )}
      <Button className="link" onPress={onSwitchLanguage}>
        <span lang={language === 'th' ? 'en' : 'th'}>{switchLanguage}</span>
      </Button>
    </div>
  )
}
