import { LanguageContext, useBundle } from '@bai/web-app'
import { type ReactNode, useEffect, useState } from 'react'
import type { Policy } from '../src/index.ts'
import { useKiosk } from './kiosk-context.ts'
import type { KioskSettings } from './kiosk-settings.ts'
import { FreshnessBar } from './parts/freshness-bar.tsx'
import { KioskHeader } from './parts/kiosk-header.tsx'
import { CheckScreen } from './screens/check-screen.tsx'
import { ChooseScreen } from './screens/choose-screen.tsx'

/** The whole kiosk: whose it is and how old its data is, always in view, and below that one screen at a time. */
export function KioskApp(): ReactNode {
  const { keptSettings, settingsStore } = useKiosk()
  const [settings, setSettings] = useState(keptSettings)
  const [policy, setPolicy] = useState<Policy>()
  const bundles = useBundle()
  useEffect(() => {
    document.documentElement.lang = settings.language
  }, [settings.language])

  function change(changed: Partial<KioskSettings>): void {
    const next = { ...settings, ...changed }
    setSettings(next)
    void settingsStore.save(next)
  }

  return (
    <LanguageContext value={settings.language}>
      <header>
        <KioskHeader onSwitchLanguage={() => change({ language: settings.language === 'th' ? 'en' : 'th' })} />
        <FreshnessBar bundles={bundles} policy={policy} />
      </header>
      <main>
        {policy === undefined || bundles.bundle === undefined ? (
          <ChooseScreen
            bundle={bundles.bundle}
            settings={settings}
            onChange={change}
            onChoose={(chosen) => {
              change({ lastPolicy: chosen.name })
              setPolicy(chosen)
            }}
          />
        ) : (
          <CheckScreen
            policy={policy}
            bundle={bundles.bundle}
            settings={settings}
            onLeave={() => setPolicy(undefined)}
          />
        )}
      </main>
    </LanguageContext>
  )
}
