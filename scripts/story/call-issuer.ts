import type { OpenedIssuer } from '@bai/issuer/node'
import { callOperator } from '../commands/call-operator.ts'

/** Calls an operator's endpoint of the story's issuer: with JSON, or with the lines of a register. */
export function callIssuer<T>({ url, operatorToken }: OpenedIssuer, path: string, body: string): Promise<T> {
  const contentType = path === '/operator/register' ? 'application/jsonl' : 'application/json'
  return callOperator<T>({ url, token: operatorToken, path, body, contentType })
}
