/** @jsxRuntime automatic */
import type { ReactNode } from 'react'
import type { IssuerKey } from '../../key-ports.ts'
import { OPERATOR_ROLES, type StoredOperator } from '../../operator-ports.ts'
import type { RegisterProblem } from '../../registry/register-problem.ts'
import { type ConsoleContext, ConsoleForm, Table, timeText } from './console-frame.tsx'

/** Who gives a token comes in. */
export function SignInPage({
  context,
  problem,
}: {
  readonly context: ConsoleContext
  readonly problem?: string | undefined
}): ReactNode {
  const { texts } = context
  return (
    <main>
      <h1>{texts.console}</h1>
      {problem !== undefined && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      <ConsoleForm context={context} action="sign-in">
        <label htmlFor="token">{texts.token}</label>
        <p className="hint" id="token_hint">
          {texts.tokenHint}
        </p>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="off"
          aria-describedby="token_hint"
          maxLength={200}
          required
        />
        <button type="submit">{texts.signIn}</button>
      </ConsoleForm>
    </main>
  )
}

/** Life events, pasted, with what is wrong in them by line. */
export function LifeEventsPage({
  context,
  text,
  problems,
}: {
  readonly context: ConsoleContext
  readonly text: string
  readonly problems: readonly RegisterProblem[]
}): ReactNode {
  const { texts } = context
  return (
    <>
      <Table
        caption={texts.failed}
        head={[texts.line, texts.what, texts.content]}
        empty=""
        rows={problems.map(({ line, path, expected }) => ({
          key: `${line} ${path} ${expected}`,
          cells: [line, path, expected],
        }))}
      />
      <ConsoleForm context={context} action="life-events">
        <label htmlFor="format">{texts.format}</label>
        <select id="format" name="format">
          <option value="jsonl">JSON Lines</option>
          <option value="csv">CSV</option>
        </select>
        <label htmlFor="text">{texts.content}</label>
        <textarea id="text" name="text" rows={10} defaultValue={text} spellCheck={false} required />
        <button type="submit">{texts.apply}</button>
      </ConsoleForm>
    </>
  )
}

/** Keys, and the next step of each. */
export function KeysPage({
  context,
  keys,
}: {
  readonly context: ConsoleContext
  readonly keys: readonly IssuerKey[]
}): ReactNode {
  const { texts, language } = context
  const step = (key: IssuerKey) => {
    const action = key.state === 'announced' ? 'activate' : key.state === 'retiring' ? 'retire' : undefined
    if (action === undefined) return ''
    return (
      <ConsoleForm context={context} action={`keys/${key.kid}/${action}`}>
        <button type="submit" aria-label={`${texts[action]} ${key.kid}`}>
          {texts[action]}
        </button>
      </ConsoleForm>
    )
  }
  return (
    <>
      <Table
        caption={texts.keys}
        head={['kid', texts.state, texts.when, 'x5c', texts.action]}
        empty={texts.nothing}
        rows={keys.map((key) => ({
          key: key.kid,
          cells: [
            <code key="kid">{key.kid}</code>,
            texts.keyStates[key.state],
            timeText(key.activeFrom ?? key.announcedAt, language),
            key.certificates?.length ?? 0,
            step(key),
          ],
        }))}
      />
      <ConsoleForm context={context} action="keys">
        <button type="submit">{texts.announce}</button>
      </ConsoleForm>
    </>
  )
}

/** Operators; a new token is shown once. */
export function OperatorsPage({
  context,
  operators,
  token,
}: {
  readonly context: ConsoleContext
  readonly operators: readonly StoredOperator[]
  readonly token: string | undefined
}): ReactNode {
  const { texts, language } = context
  return (
    <>
      {token !== undefined && (
        <p className="card" role="status">
          {texts.newToken}: <code>{token}</code>
        </p>
      )}
      <Table
        caption={texts.operators}
        head={[texts.name, texts.role, texts.until, texts.action]}
        empty={texts.nothing}
        rows={operators.map(({ id, name, role, expiresAt, revokedAt }) => ({
          key: id,
          cells: [
            name,
            texts.roles[role],
            timeText(revokedAt ?? expiresAt, language),
            revokedAt === undefined ? (
              <ConsoleForm key="revoke" context={context} action={`operators/${id}/revoke`}>
                <button type="submit" className="danger" aria-label={`${texts.revoke} ${name}`}>
                  {texts.revoke}
                </button>
              </ConsoleForm>
            ) : (
              texts.states.revoked
            ),
          ],
        }))}
      />
      <ConsoleForm context={context} action="operators">
        <label htmlFor="name">{texts.name}</label>
        <input id="name" name="name" minLength={2} maxLength={100} required />
        <label htmlFor="role">{texts.role}</label>
        <select id="role" name="role">
          {OPERATOR_ROLES.map((role) => (
            <option key={role} value={role}>
              {texts.roles[role]}
            </option>
          ))}
        </select>
        <button type="submit">{texts.create}</button>
      </ConsoleForm>
    </>
  )
}
