import type { ReactNode } from 'react'
import { EnrolFlow } from '../parts/enrol-flow.tsx'

/** The documents of another phone, which was lost, are revoked from this one by a face. */
export function LostScreen(): ReactNode {
  return <EnrolFlow purpose="revoke" />
}
