import { readCertificate, verifyCertificatePath } from '@bai/credential/x509'
import type { WalletDependencies } from '@bai/wallet-agent'
import { createMemoryWallet } from '../../packages/wallet-agent/test/support/memory-wallet.ts'

export type Sent = { readonly path: string; readonly headers: Headers; readonly body: string }
export type OurWallet = { readonly wallet: WalletDependencies; readonly sent: Sent[] }

/** Our wallet with the clock of the day, keys in memory, and what it sends written down. */
export function openOurWallet(fields: Partial<WalletDependencies> = {}): OurWallet {
  const sent: Sent[] = []
  const memory = createMemoryWallet({
    get now() {
      return new Date()
    },
  })
  const watched: typeof fetch = (input, init) => {
    const path = new URL(String(input)).pathname
    sent.push({ path, headers: new Headers(init?.headers), body: String(init?.body ?? '') })
    return memory.fetch(input, init)
  }
  const certificates = { read: readCertificate, verifyPath: verifyCertificatePath }
  return { wallet: { ...memory, certificates, fetch: watched, ...fields }, sent }
}

/** What was sent to the last of these paths. */
export function lastSentTo(sent: readonly Sent[], ending: string): Sent {
  const found = sent.findLast(({ path }) => path.endsWith(ending))
  if (found === undefined) throw new Error(`Nothing was sent to ${ending}.`)
  return found
}
