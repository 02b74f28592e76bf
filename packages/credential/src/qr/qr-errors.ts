import { CredentialError } from '../errors.ts'

type Reason = 'message' | 'deflate' | 'values' | 'text' | 'digest' | 'encoding'

/** @param reason what cannot be read: a part of the format, never of what is in it */
export function qrMalformed(reason: Reason): CredentialError<'qr_malformed'> {
  return new CredentialError('qr_malformed', `The message of the QR code is malformed: ${reason}.`, { reason })
}

export function qrTooLarge(limit: number): CredentialError<'too_large'> {
  return new CredentialError('too_large', `A message by QR code may have at most ${limit} bytes here.`, {
    what: 'QR message',
    limit,
  })
}
