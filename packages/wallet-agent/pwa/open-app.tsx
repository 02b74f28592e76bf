import { WebAppContext } from '@bai/web-app'
import { type ReactNode, useEffect, useState } from 'react'
import { OpenScreens } from './open-screens.tsx'
import { type OpenServices, openServices } from './open-services.ts'
import { StartProblem } from './screens/start-problem.tsx'
import { useShellTexts } from './texts/shell-texts.ts'
import { useShell, WalletContext } from './wallet-context.ts'

/** What is behind the lock, as long as it is open: stores, bundle, network, and the screens that use them. */
export function OpenApp({ dataKey }: { dataKey: CryptoKey }): ReactNode {
  const shell = useShell()
  const text = useShellTexts()
  const [services, setServices] = useState<OpenServices | 'config'>()
  useEffect(() => {
    let isCurrent = true
    openServices(shell, dataKey).then(
      (opened) => isCurrent && setServices(opened),
      () => isCurrent && setServices('config'),
    )
    return () => {
      isCurrent = false
    }
  }, [shell, dataKey])
  if (services === 'config') return <StartProblem kind="config" />
  if (services === undefined)
    return (
      <main>
        <p role="status">{text.loading}</p>
      </main>
    )
  return (
    <WebAppContext value={services.app}>
      <WalletContext value={services.wallet}>
        <OpenScreens />
      </WalletContext>
    </WebAppContext>
  )
}
