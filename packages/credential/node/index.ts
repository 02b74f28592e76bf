export { makeFolder } from './make-folder.ts'
export { nodePlatform } from './node-platform.ts'
export { generateNodeSigner, importNodeSigner, type NodeSigner } from './node-signer.ts'
export { pooledRandomBytes } from './pooled-random-bytes.ts'
