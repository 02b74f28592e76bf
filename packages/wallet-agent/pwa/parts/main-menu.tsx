import type { ReactNode } from 'react'
import { useNavigation } from '../router.ts'
import { useShellTexts } from '../texts/shell-texts.ts'

const ITEMS = ['documents', 'share', 'history', 'more'] as const
type Item = (typeof ITEMS)[number]

/** Screens that are reached from one of the four belong to it. */
const BELONGS_TO: Readonly<Record<string, Item>> = {
  document: 'documents',
  enrol: 'documents',
  receive: 'documents',
  print: 'documents',
  scan: 'share',
  request: 'share',
  show: 'share',
  entry: 'history',
  backup: 'more',
  restore: 'more',
  lost: 'more',
}

const ICONS: Readonly<Record<Item, string>> = {
  documents: 'M4 6h16v12H4zM4 10h16M7 15h5',
  share: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2',
  history: 'M12 4a8 8 0 1 1-7.5 5.2M4 4v5h5M12 8v4l3 2',
  more: 'M5 7h14M5 12h14M5 17h14',
}

/** The four places of the wallet, below the thumb. */
export function MainMenu(): ReactNode {
  const text = useShellTexts()
  const { route } = useNavigation()
  const current = BELONGS_TO[route.name] ?? route.name
  return (
    <nav className="main-menu" aria-label={text.menu}>
      {ITEMS.map((item) => (
        <a key={item} href={`#/${item}`} aria-current={item === current ? 'page' : undefined}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d={ICONS[item]} />
          </svg>
          {text[item]}
        </a>
      ))}
    </nav>
  )
}
