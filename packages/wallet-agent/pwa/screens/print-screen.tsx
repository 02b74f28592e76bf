import type { ReactNode } from 'react'

export function PrintScreen(): ReactNode {
  return null
}
