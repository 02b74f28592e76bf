/** The frame of a plot: where its axes are, in pixels, and how values become places. */
export type PlotFrame = {
  readonly title: string
  readonly x: Axis
  readonly y: Axis
}
export type Axis = {
  readonly label: string
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
  /** From a value to 0…1 along the axis. */
  readonly place: (value: number) => number
}
export type Line = {
  readonly label: string
  readonly colour: string
  readonly points: readonly (readonly [number, number])[]
}

const WIDTH = 900
const HEIGHT = 520
/** On the right there is room for the legend, where no line can run through it. */
const MARGIN = { left: 80, right: 210, top: 44, bottom: 60 }

/** Distinct for people who do not see all colours (Okabe and Ito, 2008). */
export const PLOT_COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000'] as const

/** A plot of lines as an SVG document, with a legend. */
export function svgPlot(frame: PlotFrame, lines: readonly Line[]): string {
  const left = (value: number) => MARGIN.left + frame.x.place(value) * (WIDTH - MARGIN.left - MARGIN.right)
  const top = (value: number) => HEIGHT - MARGIN.bottom - frame.y.place(value) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const [x0, x1, y0, y1] = [MARGIN.left, WIDTH - MARGIN.right, MARGIN.top, HEIGHT - MARGIN.bottom]
  const grid = [
    ...frame.x.ticks.map(
      ({ at, text }) =>
        `<path d="M${fix(left(at))} ${y0}V${y1}" class="grid"/><text x="${fix(left(at))}" y="${y1 + 20}" text-anchor="middle">${text}</text>`,
    ),
    ...frame.y.ticks.map(
      ({ at, text }) =>
        `<path d="M${x0} ${fix(top(at))}H${x1}" class="grid"/><text x="${x0 - 8}" y="${fix(top(at) + 4)}" text-anchor="end">${text}</text>`,
    ),
  ]
  const drawn = lines.map(({ colour, points }) => {
    const path = points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${fix(left(x))} ${fix(top(y))}`).join('')
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`
  })
  const legend = lines.map(
    ({ label, colour }, i) =>
      `<path d="M${x1 + 14} ${y0 + 16 + i * 20}h24" stroke="${colour}" stroke-width="3"/><text x="${x1 + 46}" y="${y0 + 20 + i * 20}">${escapeXml(label)}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeXml(frame.title)}" font-family="sans-serif" font-size="13">`,
    `<style>.grid{stroke:#ddd;stroke-width:1}</style><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${(x0 + x1) / 2}" y="26" text-anchor="middle" font-size="16">${escapeXml(frame.title)}</text>`,
    ...grid,
    `<rect x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}" fill="none" stroke="#333"/>`,
    ...drawn,
    ...legend,
    `<text x="${(x0 + x1) / 2}" y="${HEIGHT - 14}" text-anchor="middle">${escapeXml(frame.x.label)}</text>`,
    `<text transform="translate(22 ${(y0 + y1) / 2}) rotate(-90)" text-anchor="middle">${escapeXml(frame.y.label)}</text>`,
    '</svg>\n',
  ].join('\n')
}

function fix(value: number): string {
  return value.toFixed(1)
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
