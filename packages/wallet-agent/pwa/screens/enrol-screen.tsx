import type { ReactNode } from 'react'

export function EnrolScreen(): ReactNode {
  return null
}
