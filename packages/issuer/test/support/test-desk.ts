import { nationalIdCard } from '@bai/credential'
import type { DerivationDesk, DeskDecision } from '../../src/derivation-ports.ts'
import { random } from './test-wallet.ts'

/** A desk that takes a test's word for what was presented; each request is decided once. */
export class TestDesk implements DerivationDesk {
  readonly #open = new Map<string, (decision: DeskDecision) => Promise<string>>()

  async ask(derivationId: string, decided: (decision: DeskDecision) => Promise<string>) {
    const handle = random()
    this.#open.set(handle, decided)
    const uri = (name: string) => `https://desk.example/${name}/${handle}`
    const expiresAt = new Date(Date.now() + 600_000)
    const address = `openid4vp://?client_id=${derivationId}&request_uri=${encodeURIComponent(uri('requests'))}`
    return { address, statusUri: uri('status'), qrUri: uri('qr'), expiresAt }
  }

  /** Answers the request that a page shows. @returns where the wallet goes on */
  async present(page: string, decision: DeskDecision): Promise<URL> {
    const [, handle = ''] = /desk\.example\/qr\/([\w-]+)/.exec(page) ?? []
    const decided = this.#open.get(handle)
    if (decided === undefined) throw new Error('The page shows no request that is open.')
    const next = await decided(decision)
    this.#open.delete(handle)
    return new URL(next)
  }
}

/** An ID card as the desk has it. */
export function showCard(claims: object): DeskDecision {
  const credential = {
    queryId: 'id_card',
    vct: nationalIdCard.vct,
    claims: { portrait: 'data:image/jpeg;base64,/9j/4AAQ', ...claims },
    issuer: { id: 'did:web:register.example', name: { th: 'ทะเบียน', en: 'Register' } },
    level: 'high' as const,
    status: undefined,
    expiresAt: undefined,
  }
  return { outcome: 'accepted', code: 'accepted', credentials: [credential] }
}
