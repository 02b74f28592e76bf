import { createContext, use, useCallback, useMemo, useSyncExternalStore } from 'react'

/** A screen of the open wallet, as it stands behind the `#` of the address: `#/documents/ID`. */
export type Route = { readonly name: string; readonly argument: string | undefined }

export type Navigation = {
  readonly route: Route
  /** @param replace when the screen that is left must not be come back to */
  go(name: string, argument?: string, replace?: 'replace'): void
  back(): void
}

const START = 'documents'

/** Behind the `#`, for that works below any path and without a server; back and forward are the browser's own. */
export function useHashNavigation(): Navigation {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const go = useCallback((name: string, argument?: string, replace?: 'replace') => {
    const next = `#/${name}${argument === undefined ? '' : `/${encodeURIComponent(argument)}`}`
    if (replace === undefined) location.hash = next
    else {
      history.replaceState(null, '', next)
      dispatchEvent(new HashChangeEvent('hashchange'))
    }
  }, [])
  const route = useMemo(() => parseRoute(hash), [hash])
  return useMemo(() => ({ route, go, back: () => history.back() }), [route, go])
}

export const NavigationContext = createContext<Navigation | undefined>(undefined)

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext)
  if (navigation === undefined) throw new TypeError('There is no navigation around this component.')
  return navigation
}

export function parseRoute(hash: string): Route {
  const [name = '', argument] = hash.replace(/^#\/?/, '').split('/')
  try {
    return { name: name || START, argument: argument === undefined ? undefined : decodeURIComponent(argument) }
  } catch {
    return { name: START, argument: undefined }
  }
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}
