export { describeFault, type FaultDescription } from './describe-fault.ts'
export { nodeTimer } from './node-timer.ts'
export { type AgencyOptions, type OpenedIssuer, type OpenIssuerOptions, openIssuer } from './open-issuer.ts'
export { LOG_LEVELS, type Log, type LogLevel, openLog } from './open-log.ts'
export { openStorage, type Storage, type StorageOptions } from './open-storage.ts'
export {
  type AgencyConfiguration,
  type ReadConfiguration,
  type ReadConfigurationInput,
  readConfiguration,
} from './read-configuration.ts'
