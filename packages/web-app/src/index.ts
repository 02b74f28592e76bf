export { type BundleKeeper, type BundleUpdate, createBundleKeeper } from './bundle/bundle-keeper.ts'
export { type BundleSchema, createIndexeddbBundleStore } from './bundle/indexeddb-bundle-store.ts'
export { type BundleState, useBundle } from './bundle/use-bundle.ts'
export { openCamera } from './camera/camera.ts'
export { CameraView } from './camera/camera-view.tsx'
export { type CameraState, useCamera } from './camera/use-camera.ts'
export { labelOf, labelsOf, rankOf, type TypeLabels } from './claims/claim-labels.ts'
export { describeAddress } from './claims/describe-address.ts'
export {
  type ClaimRow,
  describeClaims,
  latinNameOf,
  nameOf,
  portraitOf,
  type ShownCredential,
} from './claims/describe-claims.ts'
export { describeName, describeValue } from './claims/describe-value.ts'
export { type CodeReader, createBoardingPassReader, createQrReader } from './codes/code-reader.ts'
export { CodeScanner } from './codes/code-scanner.tsx'
export { QrFrames, QrSheet } from './codes/qr-frames.tsx'
export { formatMoment } from './format-moment.ts'
export { keepFiles } from './keep-files.ts'
export { LANGUAGES, type Language, LanguageContext, useLanguage } from './language.ts'
export { ScreenHeading } from './parts/screen-heading.tsx'
export { useNewVersion } from './use-new-version.ts'
export { useNow } from './use-now.ts'
export { useOnline } from './use-online.ts'
export { useWebApp, WebAppContext, type WebAppDependencies } from './web-app-context.ts'
