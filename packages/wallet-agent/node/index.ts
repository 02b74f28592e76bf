export { FileWalletStore, type FileWalletStoreOptions } from './file-wallet-store.ts'
export { type BundleFile, type OpenWalletOptions, openWallet } from './open-wallet.ts'
export { type ServedWalletApp, type ServeWalletAppOptions, serveWalletApp } from './serve-wallet-app.ts'
export { builtWalletApp, type WalletAppOptions, walletAppRouter } from './wallet-app-router.ts'
