import { POINTS, pointsOf, rocCurve, scoreBands } from './measures.ts'

const SIZE = { width: 480, height: 360, left: 56, right: 16, top: 36, bottom: 48 }
const GOOD = '#2c7fb8'
const BAD = '#d95f0e'

interface Axis {
  readonly label: string
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
}

type Place = (x: number, y: number) => readonly [x: number, y: number]

/** The pictures that a validation report shows of a model, as SVG by their file names. */
export function drawAll(bad: Uint8Array, chance: Float64Array): Record<string, string> {
  return {
    'figures/roc.svg': roc(bad, chance),
    'figures/calibration.svg': calibration(bad, chance),
    'figures/scores.svg': scores(bad, chance),
  }
}

function roc(bad: Uint8Array, chance: Float64Array): string {
  const part = [0, 0.25, 0.5, 0.75, 1]
  const x = { label: 'good loans refused', from: 0, to: 1, ticks: part }
  const y = { label: 'bad loans refused', from: 0, to: 1, ticks: part }
  return chart('ROC, test set', x, y, (place) => [
    line([place(0, 0), place(1, 1)], '#999', '4 4'),
    line(
      rocCurve(bad, chance).map(({ falseAlarms, hits }) => place(falseAlarms, hits)),
      GOOD,
    ),
  ])
}

function calibration(bad: Uint8Array, chance: Float64Array): string {
  const bands = scoreBands(bad, chance, 8)
  const top = Math.ceil(10 * Math.max(...bands.flatMap(({ mean_pd, bad_rate }) => [mean_pd, bad_rate]))) / 10
  const ticks = Array.from({ length: Math.round(top * 10) + 1 }, (_, tick) => tick / 10)
  const x = { label: 'predicted chance of default', from: 0, to: top, ticks }
  const y = { label: 'loans that were bad', from: 0, to: top, ticks }
  return chart('Calibration, test set', x, y, (place) => {
    const points = bands.map(({ mean_pd, bad_rate }) => place(mean_pd, bad_rate)).reverse()
    const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="4" fill="${GOOD}"/>`)
    return [line([place(0, 0), place(top, top)], '#999', '4 4'), line(points, GOOD), ...dots]
  })
}

function scores(bad: Uint8Array, chance: Float64Array): string {
  const points = Array.from(chance, pointsOf)
  const from = Math.floor(Math.min(...points) / 20) * 20
  const to = Math.ceil(Math.max(...points) / 20) * 20
  const width = (to - from) / 24
  const share = (outcome: number) => {
    const of = points.filter((_, index) => bad[index] === outcome)
    return Array.from({ length: 24 }, (_, bin) => {
      const low = from + bin * width
      return of.filter((score) => score >= low && score < low + width).length / of.length
    })
  }
  const shares = { good: share(0), bad: share(1) }
  const top = Math.ceil(10 * Math.max(...shares.good, ...shares.bad)) / 10
  const ticks = Array.from({ length: (to - from) / 20 + 1 }, (_, tick) => from + 20 * tick)
  const x = { label: 'score', from, to, ticks }
  const y = { label: 'share of loans', from: 0, to: top, ticks: [0, top / 2, top] }
  return chart('Scores of good and bad loans, test set', x, y, (place) => {
    const bars = (values: readonly number[], colour: string) =>
      values.map((value, bin) =>
        bar(place(from + bin * width, value), place(from + (bin + 1) * width, 0), colour),
      )
    const cutoff = pointsOf(POINTS.cutoff)
    return [
      ...bars(shares.good, GOOD),
      ...bars(shares.bad, BAD),
      line([place(cutoff, 0), place(cutoff, top)], '#333', '4 4'),
      text(place(cutoff, top)[0] + 4, place(cutoff, top)[1] + 12, 'cut-off', 'start'),
      text(SIZE.left + 12, SIZE.top + 12, 'good', 'start', GOOD),
      text(SIZE.left + 12, SIZE.top + 28, 'bad', 'start', BAD),
    ]
  })
}

function chart(title: string, x: Axis, y: Axis, draw: (place: Place) => readonly string[]): string {
  const { width, height, left, right, top, bottom } = SIZE
  const place: Place = (atX, atY) => [
    round(left + ((atX - x.from) / (x.to - x.from)) * (width - left - right)),
    round(height - bottom - ((atY - y.from) / (y.to - y.from)) * (height - top - bottom)),
  ]
  const frame = [
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(width / 2, 22, title, 'middle', '#222', 14),
    ...x.ticks.map((tick) => text(place(tick, y.from)[0], height - bottom + 16, String(tick), 'middle')),
    ...y.ticks.map((tick) => text(left - 6, place(x.from, tick)[1] + 4, String(round(tick)), 'end')),
    ...y.ticks.map((tick) => line([place(x.from, tick), place(x.to, tick)], '#e5e5e5')),
    text((left + width - right) / 2, height - 10, x.label, 'middle'),
    `<g transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)">${text(0, 0, y.label, 'middle')}</g>`,
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif">
${[...frame, ...draw(place)].join('\n')}
</svg>
`
}

function line(points: readonly (readonly [number, number])[], colour: string, dashes = ''): string {
  const drawn = points.map(([x, y]) => `${x},${y}`).join(' ')
  return `<polyline points="${drawn}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="${dashes}"/>`
}

function bar(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  colour: string,
): string {
  return `<rect x="${x1}" y="${y1}" width="${round(x2 - x1)}" height="${round(y2 - y1)}" fill="${colour}" opacity="0.6"/>`
}

function text(x: number, y: number, words: string, anchor: string, colour = '#444', size = 11): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}" font-size="${size}">${words}</text>`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
