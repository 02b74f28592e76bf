import { openCredoAgent } from './credo-agent.ts'

export type CredoWallet = Awaited<ReturnType<typeof openCredoWallet>>

/** A wallet of Credo, which believes certificates of the anchors given. */
export function openCredoWallet(...anchorPems: readonly string[]) {
  return openCredoAgent(anchorPems)
}
