import { useBundle } from '@bai/web-app'
import { type ReactNode, useEffect, useState } from 'react'
import { BundleContext } from './bundle-context.ts'
import { classify, type Incoming, IncomingContext } from './incoming.ts'
import { MainMenu } from './parts/main-menu.tsx'
import { type Navigation, NavigationContext, useHashNavigation } from './router.ts'
import { BackupScreen } from './screens/backup-screen.tsx'
import { DocumentScreen } from './screens/document-screen.tsx'
import { DocumentsScreen } from './screens/documents-screen.tsx'
import { EnrolScreen } from './screens/enrol-screen.tsx'
import { EntryScreen } from './screens/entry-screen.tsx'
import { HistoryScreen } from './screens/history-screen.tsx'
import { LostScreen } from './screens/lost-screen.tsx'
import { MoreScreen } from './screens/more-screen.tsx'
import { PrintScreen } from './screens/print-screen.tsx'
import { ReceiveScreen } from './screens/receive-screen.tsx'
import { RequestScreen } from './screens/request-screen.tsx'
import { RestoreScreen } from './screens/restore-screen.tsx'
import { ScanScreen } from './screens/scan-screen.tsx'
import { ShareScreen } from './screens/share-screen.tsx'
import { ShowScreen } from './screens/show-screen.tsx'

/** The screens by their names in the address. */
const SCREENS: Readonly<Record<string, () => ReactNode>> = {
  documents: DocumentsScreen,
  document: DocumentScreen,
  enrol: EnrolScreen,
  receive: ReceiveScreen,
  share: ShareScreen,
  scan: ScanScreen,
  request: RequestScreen,
  show: ShowScreen,
  print: PrintScreen,
  history: HistoryScreen,
  entry: EntryScreen,
  more: MoreScreen,
  backup: BackupScreen,
  restore: RestoreScreen,
  lost: LostScreen,
}

/** One screen at a time, and the menu to the four that are always a step away. */
export function OpenScreens(): ReactNode {
  const navigation = useHashNavigation()
  const bundles = useBundle()
  const [incoming, take] = useState<Incoming>()
  useArrival(navigation, take)
  const { name, argument } = navigation.route
  const Screen = SCREENS[name] ?? DocumentsScreen
  return (
    <NavigationContext value={navigation}>
      <BundleContext value={bundles}>
        <IncomingContext value={{ incoming, take }}>
          <main id="content">
            <Screen key={`${name}/${argument}`} />
          </main>
          <MainMenu />
        </IncomingContext>
      </BundleContext>
    </NavigationContext>
  )
}

/** A link that led here: an offer or a request behind the `#`, or an issuer's answer in the query. */
function useArrival({ route, go }: Navigation, take: (incoming: Incoming) => void): void {
  useEffect(() => {
    if (route.name === 'open') {
      const found = classify(route.argument ?? '')
      if (found !== undefined) take(found)
      go(found === undefined ? 'documents' : found.kind === 'offer' ? 'receive' : 'request', undefined, 'replace')
      return
    }
    const returned = new URL(location.href)
    if (!returned.searchParams.has('state')) return
    take({ kind: 'return', text: returned.href.replace(/#.*$/, '') })
    // The code in it is for one use, and has no business in the history of the browser.
    history.replaceState(null, '', `${returned.pathname}#/receive`)
    dispatchEvent(new HashChangeEvent('hashchange'))
  }, [route, go, take])
}
