import type { ReactNode } from 'react'

export function LostScreen(): ReactNode {
  return null
}
