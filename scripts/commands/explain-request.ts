import type { BilingualText } from '@bai/credential'
import type { AnswerableRequest, Asker, PresentationPlan } from '@bai/wallet-agent'

/** Who asks, how sure that is, whether they may, what is given for it, and exactly what would be shown: names of claims, no values. */
export function explainRequest(asker: Asker, plan: Pick<PresentationPlan<AnswerableRequest>, 'credentials'>): string {
  return [...explainAsker(asker), ...explainClaims(plan)].join('\n')
}

function explainAsker({ party, purpose, gives, registration, identity, responseHost }: Asker): readonly string[] {
  const { th, en } = party.name
  const known = party.registered ? 'ลงทะเบียนแล้ว / registered' : 'ไม่ได้ลงทะเบียน / not registered'
  const exceeding = registration.kind === 'registered' ? registration.exceeding : []
  return [
    `${th} / ${en}${responseHost === undefined ? '' : ` (${responseHost})`}`,
    ...(purpose ? [inBoth(purpose)] : []),
    known,
    ...(gives ? [`ให้ / gives: ${inBoth(gives.name)} (${gives.claims.map(inBoth).join(', ')})`] : []),
    ...(identity.signed ? [] : ['คำขอไม่มีลายมือชื่อ / the request is not signed']),
    ...exceeding.map((path) => `ขอเกินที่ลงทะเบียน / asks for more than it is registered for: ${path.join('.')}`),
  ]
}

function inBoth({ th, en }: BilingualText): string {
  return `${th} / ${en}`
}

function explainClaims({ credentials }: Pick<PresentationPlan<AnswerableRequest>, 'credentials'>): readonly string[] {
  return credentials.flatMap(({ query, disclosed, copies }) => [
    `${query.id}: ${disclosed.map((path) => path.join('.')).join(', ') || 'nothing'}`,
    ...(copies.reused ? ['ใช้สำเนาเดิมซ้ำ / a copy that was shown before: get more with wallet refill'] : []),
  ])
}
