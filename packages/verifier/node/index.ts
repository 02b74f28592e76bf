export { distributeBundle } from './distribute-bundle.ts'
export { createFileBundleStore } from './file-bundle-store.ts'
export { type BundleFile, openBundleFile } from './online/bundle-file.ts'
export { readDevelopmentTrust } from './online/read-development-trust.ts'
export {
  type DeskRequest,
  openPresentationDesk,
  type PresentationDesk,
  type PresentationDeskOptions,
} from './open-presentation-desk.ts'
export { type OpenedPublisher, openPublisher, type PublishedBundle, type PublishInput } from './open-publisher.ts'
export { anchorKeys, type OpenedVerifier, openVerifier, type VerifyInput } from './open-verifier.ts'
export { type ServeBundleInput, serveBundle } from './serve-bundle.ts'
export { type KioskRouterOptions, kioskRouter } from './serve-kiosk.ts'
export { type ServedVerifier, type ServeVerifierOptions, serveVerifier } from './serve-verifier.ts'
export { builtKiosk, type VerifierPagesInput, verifierPages } from './verifier-pages.ts'
