import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Asked = { readonly path: string; readonly authorization: string | undefined; readonly body: any }
type Answer = object | ((response: ServerResponse) => void)

/**
 * A linkage service over records of a register, on a free port, by the contract in docs/register.md. Answers that are
 * queued in `next` are given instead, one for each question.
 *
 * @param lines house and person lines of the register's files
 */
export async function startLinkageService(lines: readonly string[]) {
  const records = lines.map((line): Record<string, any> => JSON.parse(line))
  const asked: Asked[] = []
  const next: Answer[] = []
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request
    const body = JSON.parse(await text(request))
    asked.push({ path, authorization: headers.authorization, body })
    const answer = next.shift() ?? answerOf(records, path, body)
    if (typeof answer === 'function') answer(response)
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'token-of-the-linkage',
    asked,
    next,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function answerOf(records: readonly Record<string, any>[], path: string, body: any): object {
  const find = (kind: string, field: string) =>
    records.filter((record) => record['kind'] === kind && record[field] === body[field]).map(withoutKind)
  if (path === '/people/lookup') return { person: find('person', 'citizen_number')[0] ?? null }
  if (path === '/houses/lookup') return { house: find('house', 'house_code')[0] ?? null }
  return { people: find('person', 'house_code').map((person) => ({ ...person, portrait: null })) }
}

function withoutKind({ kind: _kind, ...record }: Record<string, any>): Record<string, any> {
  return record
}

export function status(code: number): (response: ServerResponse) => void {
  return (response) => response.writeHead(code).end('{}')
}

export function raw(body: string): (response: ServerResponse) => void {
  return (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body)
}
