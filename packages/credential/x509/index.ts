export {
  type CertifiedKey,
  type VerifyCertificatePathOptions,
  verifyCertificatePath,
} from './verify-certificate-path.ts'
