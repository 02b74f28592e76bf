export { FileWalletStore } from './file-wallet-store.ts'
export { type OpenWalletOptions, openWallet } from './open-wallet.ts'
