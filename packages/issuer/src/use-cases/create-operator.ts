import type { StoredOperator } from '../operator-ports.ts'
import type { IssuerDependencies } from '../ports.ts'

export type CreateOperatorInput = Pick<StoredOperator, 'name' | 'role'> & {
  readonly lifetimeDays: number
  readonly actor: string
}

const ID_BYTES = 8
/** 256 bits: nobody guesses one, so a plain hash of it may be stored. */
const SECRET_BYTES = 32
const DAY_MILLISECONDS = 86_400_000

/** Makes an operator. @returns the token, `bai_op_<id>_<secret>`, which is nowhere else */
export async function createOperator(
  { name, role, lifetimeDays, actor }: CreateOperatorInput,
  { operators, secrets, audit, randomBytes, now }: IssuerDependencies,
): Promise<{ readonly operator: StoredOperator; readonly token: string }> {
  const createdAt = now()
  const id = Buffer.from(randomBytes(ID_BYTES)).toString('hex')
  const token = `bai_op_${id}_${Buffer.from(randomBytes(SECRET_BYTES)).toString('hex')}`
  const expiresAt = new Date(createdAt.getTime() + lifetimeDays * DAY_MILLISECONDS)
  const operator = { id, name, role, createdAt, expiresAt, revokedAt: undefined }
  await operators.add(operator, secrets.tokenHash(token))
  const detail = { operator: id, role, expires_at: expiresAt.toISOString() }
  await audit.append({ actor, action: 'operator_created', detail }, createdAt)
  return { operator, token }
}
