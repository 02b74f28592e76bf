import { AsnConvert } from '@peculiar/asn1-schema'
import { type GeneralName, id_ce_nameConstraints, Name, NameConstraints } from '@peculiar/asn1-x509'
import * as x509 from '@peculiar/x509'

/** A name in one of the forms that are compared here; any other form under a constraint is refused. */
type ConstrainedName = { readonly form: 'dns' | 'url' | 'dn' | 'other'; readonly value: string }
type Subtrees = readonly ConstrainedName[]

export type NameConstraintsState = {
  /** Takes up the constraints of an authority on the way down. */
  add(authority: x509.X509Certificate): void
  /** Whether every name of a certificate is allowed by all authorities above it. */
  permit(certificate: x509.X509Certificate): boolean
}

/**
 * Name constraints (RFC 5280, section 4.2.1.10) on DNS names, hosts of URIs and distinguished names. Constraints on a form
 * that a certificate has no name in do not concern it; on a form that is not known here, they refuse it.
 */
export function createNameConstraints(): NameConstraintsState {
  const permitted: Subtrees[] = []
  const excluded: ConstrainedName[] = []
  return {
    add: (authority) => {
      const extension = authority.getExtension(id_ce_nameConstraints)
      if (extension === null) return
      const { permittedSubtrees, excludedSubtrees } = AsnConvert.parse(extension.value, NameConstraints)
      if (permittedSubtrees) permitted.push(permittedSubtrees.map(({ base }) => nameOf(base)))
      excluded.push(...(excludedSubtrees?.map(({ base }) => nameOf(base)) ?? []))
    },
    permit: (certificate) =>
      namesOf(certificate).every(
        (name) =>
          permitted.every((subtrees) => {
            const ofForm = subtrees.filter(({ form }) => form === name.form)
            return ofForm.length === 0 || ofForm.some((subtree) => isWithin(name, subtree))
          }) && !excluded.some((subtree) => subtree.form === name.form && isWithin(name, subtree, 'excluded')),
      ),
  }
}

function namesOf(certificate: x509.X509Certificate): readonly ConstrainedName[] {
  const alternative = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? []
  const subject = toHex(certificate.subjectName.toArrayBuffer())
  return [
    { form: 'dn', value: subject },
    ...alternative.map(({ type, value }): ConstrainedName => {
      if (type === 'dns' || type === 'url') return { form: type, value }
      return { form: 'other', value: '' }
    }),
  ]
}

function nameOf(base: GeneralName): ConstrainedName {
  if (base.dNSName !== undefined) return { form: 'dns', value: base.dNSName }
  if (base.uniformResourceIdentifier !== undefined) return { form: 'url', value: base.uniformResourceIdentifier }
  if (base.directoryName !== undefined) return { form: 'dn', value: toHex(AsnConvert.serialize(base.directoryName)) }
  return { form: 'other', value: '' }
}

function isWithin(name: ConstrainedName, subtree: ConstrainedName, whenUnknown?: 'excluded'): boolean {
  if (name.form === 'dns') return isSubdomain(name.value, subtree.value, 'or_same')
  if (name.form === 'url') {
    const host = URL.canParse(name.value) ? new URL(name.value).hostname : ''
    // A URI without a host, a DID for one, is nothing that a constraint on hosts could allow.
    if (host === '') return whenUnknown === 'excluded'
    return subtree.value.startsWith('.')
      ? isSubdomain(host, subtree.value.slice(1))
      : host === subtree.value.toLowerCase()
  }
  if (name.form === 'dn') return isDistinguishedNameWithin(name.value, subtree.value)
  return whenUnknown === 'excluded'
}

function isSubdomain(name: string, of: string, same?: 'or_same'): boolean {
  const [host, domain] = [name.toLowerCase(), of.toLowerCase()]
  return domain === '' || host.endsWith(`.${domain}`) || (same === 'or_same' && host === domain)
}

/** Whether the subtree's relative names are the first ones of the name. */
function isDistinguishedNameWithin(name: string, subtree: string): boolean {
  const parts = relativeNames(name)
  return relativeNames(subtree).every((part, i) => part === parts[i])
}

function relativeNames(der: string): readonly string[] {
  return AsnConvert.parse(fromHex(der), Name).map((relative) => toHex(AsnConvert.serialize(relative)))
}

function toHex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(hex: string): ArrayBuffer {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).buffer
}
