import type { ReactNode } from 'react'

export function EntryScreen(): ReactNode {
  return null
}
