import type { ReactNode } from 'react'

export function BackupScreen(): ReactNode {
  return null
}
