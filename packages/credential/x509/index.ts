export {
  certifyForDevelopment,
  type DevelopmentCertificates,
  type DevelopmentSubject,
} from './certify-for-development.ts'
export { type CertifiedKey, readCertificate } from './read-certificate.ts'
export {
  type CertifiedPath,
  type VerifyCertificatePathOptions,
  verifyCertificatePath,
} from './verify-certificate-path.ts'
