import { LANGUAGES, type Language } from '@bai/web-app'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { supportsPasskeys } from './lock/passkey.ts'
import { createWalletLock } from './lock/wallet-lock.ts'
import { claimTab, type TabClaim } from './one-tab.ts'
import { StartProblem, type StartProblemKind } from './screens/start-problem.tsx'
import { openWalletDatabase } from './store/wallet-database.ts'
import { WalletApp } from './wallet-app.tsx'
import { ShellContext, type WalletShell } from './wallet-context.ts'
import { createSettingsStore } from './wallet-settings.ts'
import '@fontsource-variable/noto-sans-thai/wght.css'
import '@bai/web-app/styles/base.css'
import '@bai/web-app/styles/codes.css'
import './styles/shell.css'
import './styles/parts.css'
import './styles/documents.css'
import './styles/history.css'
import './styles/print.css'

const { crypto } = globalThis

// Without one the wallet works as long as it can be loaded.
void navigator.serviceWorker?.register('service-worker.js').catch(() => undefined)

const root = createRoot(document.getElementById('wallet')!)
const claim = await claimTab(navigator.locks, 'ask')
render(claim, await open())

function render(current: TabClaim, shell: WalletShell | StartProblemKind): void {
  root.render(
    <StrictMode>
      {typeof shell === 'string' ? (
        <StartProblem kind={shell} />
      ) : (
        <ShellContext value={shell}>
          <WalletApp claim={current} onTakeOver={async () => render(await claimTab(navigator.locks, 'steal'), shell)} />
        </ShellContext>
      )}
    </StrictMode>,
  )
}

async function open(): Promise<WalletShell | StartProblemKind> {
  if (!isSecureContext) return 'insecure'
  const now = () => new Date()
  try {
    const database = await openWalletDatabase(() => location.reload())
    const { subtle } = crypto
    const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
    const settingsStore = createSettingsStore(database, preferredLanguage())
    return {
      database,
      settingsStore,
      keptSettings: await settingsStore.load(),
      lock: createWalletLock({ database, subtle, randomBytes, now, credentials: navigator.credentials }),
      passkeys: (await supportsPasskeys(globalThis.PublicKeyCredential)) ? 'supported' : 'unsupported',
      now,
      startOver: async () => {
        database.close()
        await new Promise((resolve) => {
          const deleting = indexedDB.deleteDatabase(database.name)
          deleting.onsuccess = deleting.onerror = deleting.onblocked = resolve
        })
        location.reload()
      },
    }
  } catch {
    return 'storage'
  }
}

/** Thai, unless somebody's browser asks for another language of ours first. */
function preferredLanguage(): Language {
  const wanted = navigator.languages.map((tag) => tag.split('-', 1)[0])
  return LANGUAGES.find((language) => language === wanted.find((tag) => LANGUAGES.includes(tag as Language))) ?? 'th'
}
