import type { BilingualText } from '@bai/credential'
import type { Derivation } from './derivation.ts'
import { isReference } from './operation-schema.ts'

/** What works, and should be thought about twice. */
export type DerivationWarning = { readonly field: string; readonly text: BilingualText }

/** Of one person or one paper alone, so that whoever sees it twice knows that it is the same. */
const IDENTIFYING: ReadonlySet<string> = new Set(['document_number', 'personal_administrative_number', 'house_code'])

const LINKS: BilingualText = {
  th: 'ข้อมูลนี้เชื่อมโยงเอกสารใหม่กับเอกสารต้นทางได้ ควรใช้เฉพาะเมื่อจำเป็น',
  en: 'This value links the derived credential with the one it rests on: copy it only if it cannot be done without.',
}
const UNBOUND: BilingualText = {
  th: 'ใช้เอกสารหลายฉบับโดยไม่มีเงื่อนไขที่เทียบเอกสารเหล่านั้น จึงอาจเป็นของคนละคน',
  en: 'Several credentials are asked for and no condition compares them: they may be about different people.',
}

export function derivationWarnings(derivation: Derivation): readonly DerivationWarning[] {
  const links = derivation.claims.flatMap(({ from }, i) =>
    from.operation === 'copy' && isReference(from.value) && from.value.path.some((step) => IDENTIFYING.has(step))
      ? [{ field: `claims.${i}.from.value`, text: LINKS }]
      : [],
  )
  const { credentials } = derivation.query
  const isUnbound = credentials.slice(1).some(({ id }) => !isCompared(id, derivation))
  return [...links, ...(isUnbound ? [{ field: 'conditions', text: UNBOUND }] : [])]
}

/** Whether a condition compares something in this credential with something in another. */
function isCompared(id: string, { conditions }: Derivation): boolean {
  return conditions.some(({ that }) => {
    if (that.operation !== 'equals' || !isReference(that.value) || !isReference(that.to)) return false
    const compared = [that.value.credential, that.to.credential]
    return compared.includes(id) && compared.some((other) => other !== id)
  })
}
