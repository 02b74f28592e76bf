/** What HAIP 1.0, section 5, names for encrypted messages; nothing else is taken. */
export const ENCRYPTION_ALGORITHM = 'ECDH-ES'
export const ENCRYPTION_METHODS = ['A128GCM', 'A256GCM'] as const
export type EncryptionMethod = (typeof ENCRYPTION_METHODS)[number]
