import type { ReactNode } from 'react'

export function MoreScreen(): ReactNode {
  return null
}
