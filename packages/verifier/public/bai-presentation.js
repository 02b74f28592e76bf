// <bai-presentation> for an agency's own page: shows a request as a QR code and as a link, and tells when there is an
// outcome. The outcome itself is for the agency's server, which asks with its token.
//
//   <script type="module" src="https://verifier.example/embed.js"></script>
//   <bai-presentation request-uri="openid4vp://…" status-uri="https://…" qr-uri="https://…" lang="th"></bai-presentation>
//
// Events: bai-answered, bai-refused, bai-expired. Sizes and colours: --bai-size, --bai-accent.

const POLL_MILLISECONDS = 2000

const WORDS = {
  th: {
    scan: 'สแกนคิวอาร์โค้ดนี้ด้วยแอปใบ',
    alt: 'คิวอาร์โค้ดสำหรับแอปใบ',
    open: 'เปิดแอปใบในเครื่องนี้',
    pending: 'กำลังรอคำตอบจากแอป',
    answered: 'ได้รับคำตอบแล้ว',
    refused: 'ไม่ได้รับอนุญาตให้เปิดเผยข้อมูล',
    expired: 'คำขอหมดอายุแล้ว กรุณาเริ่มใหม่',
    unreachable: 'ติดต่อระบบไม่ได้ กำลังลองใหม่',
  },
  en: {
    scan: 'Scan this code with your Bai wallet',
    alt: 'QR code for the Bai wallet',
    open: 'Open the wallet on this device',
    pending: 'Waiting for the wallet',
    answered: 'The answer has arrived',
    refused: 'Nothing was shared',
    expired: 'The request has expired. Please start again',
    unreachable: 'The service cannot be reached; trying again',
  },
}

const STYLE = `
  :host { display: block; max-width: var(--bai-size, 20rem); font: inherit; text-align: center; color: inherit; }
  img { display: block; width: 100%; aspect-ratio: 1; background: #fff; border-radius: 0.75rem; }
  a { display: block; margin-top: 0.75rem; padding: 0.75rem 1rem; border-radius: 0.5rem; min-height: 1.5rem;
    background: var(--bai-accent, #1f5b4b); color: #fff; text-decoration: none; font-weight: 600; }
  a:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
  p { margin: 0.75rem 0 0; }
  [hidden] { display: none; }
`

class BaiPresentation extends HTMLElement {
  static observedAttributes = ['request-uri', 'status-uri', 'qr-uri', 'lang']
  #timer
  #status = 'pending'

  connectedCallback() {
    if (this.shadowRoot === null) this.attachShadow({ mode: 'open' })
    this.#draw()
    this.#poll()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  attributeChangedCallback(name, before, after) {
    if (this.shadowRoot === null || before === after) return
    if (name !== 'lang') this.#status = 'pending'
    this.#draw()
    if (name === 'status-uri') this.#poll()
  }

  get #words() {
    const language = (this.getAttribute('lang') ?? document.documentElement.lang ?? 'th').slice(0, 2)
    return WORDS[language] ?? WORDS.en
  }

  #draw() {
    const words = this.#words
    const part = (tag, properties) => Object.assign(document.createElement(tag), properties)
    const isOpen = this.#status === 'pending'
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLE)
    this.shadowRoot.adoptedStyleSheets = [sheet]
    this.shadowRoot.replaceChildren(
      part('img', { src: this.getAttribute('qr-uri') ?? '', alt: words.alt, hidden: !isOpen }),
      part('p', { textContent: words.scan, hidden: !isOpen }),
      // Only a wallet is opened from here, whatever stands in the attribute.
      part('a', { href: this.#walletAddress(), textContent: words.open, hidden: !isOpen }),
      part('p', { role: 'status', textContent: words[this.#status] }),
    )
  }

  #walletAddress() {
    const address = this.getAttribute('request-uri') ?? ''
    return address.startsWith('openid4vp:') ? address : '#'
  }

  async #poll() {
    clearTimeout(this.#timer)
    const address = this.getAttribute('status-uri')
    if (address === null || !this.isConnected) return
    const status = await fetch(address, { cache: 'no-store' })
      .then((response) => (response.status === 404 ? { status: 'expired' } : response.json()))
      .then(({ status }) => status)
      .catch(() => 'unreachable')
    if (address !== this.getAttribute('status-uri')) return
    if (status in WORDS.en) this.#tell(status)
    if (status === 'pending' || status === 'unreachable')
      this.#timer = setTimeout(() => this.#poll(), POLL_MILLISECONDS)
    else this.dispatchEvent(new CustomEvent(`bai-${status}`, { bubbles: true, composed: true }))
  }

  /** The text alone while nothing is over, so that a reader of the screen is not sent back to the beginning. */
  #tell(status) {
    const isOver = !['pending', 'unreachable'].includes(status)
    if (isOver) {
      this.#status = status
      this.#draw()
    } else {
      this.shadowRoot.querySelector('[role=status]').textContent = this.#words[status]
    }
  }
}

customElements.define('bai-presentation', BaiPresentation)
