import { OnlineError } from './online-errors.ts'
import type { RequestRecord } from './request-store.ts'

const MAX_FAILED_ANSWERS = 5

/** A request that can still be answered. @throws OnlineError `request_unknown`, `request_over` */
export function openRecord(record: RequestRecord | undefined, now: Date): RequestRecord {
  if (record === undefined) throw new OnlineError('request_unknown', 'There is no such request.', {})
  const isOver = record.isTaken || record.failedAnswers >= MAX_FAILED_ANSWERS || now >= record.expiresAt
  if (isOver) throw over()
  return record
}

export function over(): OnlineError<'request_over'> {
  return new OnlineError('request_over', 'This request was answered or has expired; ask for a new one.', {})
}
