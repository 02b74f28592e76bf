import type { Party } from '../src/index.ts'
import type { Letter } from './texts/follow-up-texts.ts'

export type ContactLink = { readonly kind: 'email' | 'phone' | 'web'; readonly href: string }

/** Where a letter can be sent to, each as a link that opens nothing but mail, telephone or the web. */
export function contactLinks(contact: Party['contact'], { subject, body }: Letter): readonly ContactLink[] {
  const { email, phone, uri } = contact ?? {}
  const links: ContactLink[] = []
  if (email !== undefined) links.push({ kind: 'email', href: mailto(email, { subject, body }) })
  if (phone !== undefined && /^\+?\d+$/.test(phone)) links.push({ kind: 'phone', href: `tel:${phone}` })
  if (uri !== undefined && isWeb(uri)) links.push({ kind: 'web', href: uri })
  return links
}

export function isWeb(uri: string): boolean {
  return URL.canParse(uri) && new URL(uri).protocol === 'https:'
}

/** RFC 6068: lines end as in mail, and what stands in an address stands for itself. */
function mailto(address: string, { subject, body }: Letter): string {
  const to = encodeURIComponent(address).replaceAll('%40', '@')
  return `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`
}
