import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Rules of WCAG 2.2 AA that axe can tell, and whether anything is wider than the screen at twice the text. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] })
    const root = document.documentElement
    root.style.fontSize = '200%'
    const overflow = root.scrollWidth - root.clientWidth
    root.style.fontSize = ''
    const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    return overflow > 0 ? [...faults, `${overflow} pixels too wide`] : faults
  })
}
