import manifest from '../package.json' with { type: 'json' }

/** Of the package that this wallet is part of. */
export const WALLET_VERSION: string = manifest.version
