import { LanguageContext } from '@bai/web-app'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react'
import type { TabClaim } from './one-tab.ts'
import { WalletHeader } from './parts/wallet-header.tsx'
import { CreateLockScreen } from './screens/create-lock-screen.tsx'
import { OtherTabScreen } from './screens/other-tab-screen.tsx'
import { UnlockScreen } from './screens/unlock-screen.tsx'
import { WelcomeScreen } from './screens/welcome-screen.tsx'
import { useShellTexts } from './texts/shell-texts.ts'
import { useIdleLock } from './use-idle-lock.ts'
import { useShell } from './wallet-context.ts'
import { SettingsContext, type WalletSettings } from './wallet-settings.ts'

/** All that is behind the lock. It loads while the person reads and types. */
const OpenApp = lazy(async () => ({ default: (await import('./open-app.tsx')).OpenApp }))

type Stage = 'welcome' | 'create' | 'locked' | { readonly dataKey: CryptoKey }

/** The whole wallet: what stands before the lock, and what is behind it. */
export function WalletApp({ claim, onTakeOver }: { claim: TabClaim; onTakeOver(): Promise<void> }): ReactNode {
  const shell = useShell()
  const [settings, setSettings] = useState(shell.keptSettings)
  const [stage, setStage] = useState<Stage>()
  const [isOurs, setOurs] = useState(claim.isOurs)
  const isOpen = typeof stage === 'object'
  const lock = useCallback(() => setStage((last) => (typeof last === 'object' ? 'locked' : last)), [])
  useIdleLock(settings.lockAfterMinutes, { now: shell.now, lock })

  useEffect(() => {
    document.documentElement.lang = settings.language
  }, [settings.language])
  useEffect(() => {
    setOurs(claim.isOurs)
    void claim.lost.then(() => {
      setOurs(false)
      lock()
    })
  }, [claim, lock])
  useEffect(() => {
    void shell.lock.state().then((state) => setStage(state === 'none' ? 'welcome' : 'locked'))
  }, [shell])

  const change = useCallback(
    (changed: Partial<WalletSettings>) => {
      const next = { ...settings, ...changed }
      setSettings(next)
      void shell.settingsStore.save(next)
    },
    [settings, shell],
  )

  return (
    <LanguageContext value={settings.language}>
      <SettingsContext value={{ settings, change }}>
        <WalletHeader onLock={isOpen ? lock : undefined} />
        {!isOurs ? (
          <OtherTabScreen onTakeOver={onTakeOver} />
        ) : isOpen ? (
          <Suspense fallback={<Opening />}>
            <OpenApp dataKey={stage.dataKey} />
          </Suspense>
        ) : (
          <main>
            {stage === 'welcome' && <WelcomeScreen onBegin={() => setStage('create')} />}
            {stage === 'create' && <CreateLockScreen onCreated={(dataKey) => setStage({ dataKey })} />}
            {stage === 'locked' && <UnlockScreen onOpened={(dataKey) => setStage({ dataKey })} />}
          </main>
        )}
      </SettingsContext>
    </LanguageContext>
  )
}

function Opening(): ReactNode {
  const text = useShellTexts()
  return (
    <main>
      <p role="status">{text.loading}</p>
    </main>
  )
}
