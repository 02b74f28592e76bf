import type { ReactNode } from 'react'

export function RestoreScreen(): ReactNode {
  return null
}
