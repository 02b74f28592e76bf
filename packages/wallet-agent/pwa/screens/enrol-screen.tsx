import type { ReactNode } from 'react'
import { EnrolFlow } from '../parts/enrol-flow.tsx'

/** The first enrolment of this wallet. */
export function EnrolScreen(): ReactNode {
  return <EnrolFlow purpose="issue" />
}
