export {
  certifyForDevelopment,
  type DevelopmentCertificates,
  type DevelopmentSubject,
} from './certify-for-development.ts'
export {
  type CertifiedKey,
  type VerifyCertificatePathOptions,
  verifyCertificatePath,
} from './verify-certificate-path.ts'
