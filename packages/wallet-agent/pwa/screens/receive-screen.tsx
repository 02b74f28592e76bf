import type { ReactNode } from 'react'

export function ReceiveScreen(): ReactNode {
  return null
}
