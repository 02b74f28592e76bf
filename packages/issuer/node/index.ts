export { nodeTimer } from './node-timer.ts'
export { type OpenedIssuer, type OpenIssuerOptions, openIssuer } from './open-issuer.ts'
export { openStorage, type Storage, type StorageOptions } from './open-storage.ts'
