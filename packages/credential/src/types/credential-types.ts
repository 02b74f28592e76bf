import type { CredentialType } from './credential-type.ts'
import { houseRegistration } from './house-registration.ts'
import { nationalIdCard } from './national-id-card.ts'

/** Every type that Bai issues. */
export const credentialTypes: readonly CredentialType[] = [nationalIdCard, houseRegistration]
