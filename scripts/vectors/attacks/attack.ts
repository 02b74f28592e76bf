import type { VectorAnswer } from '../create-vector-runner.ts'

/** A case with the rule that it breaks (or, for a control, keeps) and the clause that says so. */
export type Attack = {
  readonly id: string
  /** The rule of the specification, in our words. */
  readonly rule: string
  readonly clause: string
  readonly title: string
  readonly kind: 'sd-jwt' | 'status-list' | 'jws' | 'presentation'
  readonly input: string
  readonly key: Readonly<Record<string, unknown>>
  readonly options: Readonly<Record<string, unknown>>
  readonly expect: Omit<Extract<VectorAnswer, { accepted: boolean }>, 'id'>
}

/** The part that a family of attacks shares. */
export type Family = Pick<Attack, 'rule' | 'clause' | 'kind' | 'key' | 'options'>

/** An attack of a family; `code` is how it must be refused. */
export function attack(
  family: Family,
  id: string,
  title: string,
  input: string,
  code: string,
  options?: Readonly<Record<string, unknown>>,
): Attack {
  return {
    id,
    ...family,
    title,
    input,
    options: { ...family.options, ...options },
    expect: { accepted: false, code },
  }
}

/** What looks alike and is right: without it, an attack could be refused for some other reason and nobody would know. */
export function control(
  family: Family,
  id: string,
  title: string,
  input: string,
  claims: Readonly<Record<string, unknown>>,
  options?: Readonly<Record<string, unknown>>,
): Attack {
  return {
    id,
    ...family,
    title,
    input,
    options: { ...family.options, ...options },
    expect: { accepted: true, claims: claims as never },
  }
}
