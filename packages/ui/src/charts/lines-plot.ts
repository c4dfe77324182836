import { drawFrame, frameBox, type Tick, ticksFor } from './frame.ts'
import type { Palette } from './palette.ts'
import type { Box, Pen } from './pen.ts'
import type { Hit, MakePlot, Plot, Size } from './plot.ts'
import {
  canBeDrawn,
  type Extent,
  extentOf,
  loosened,
  makeScale,
  type Scale,
  ticksOf,
  timeTicksOf,
  together,
} from './scale.ts'

export interface LineSeries {
  id: string
  title: string
  color: string
  /** Ascending; repeated places are drawn above each other. */
  x: readonly number[]
  /** What is not finite is a gap, and marked at the chart's edge. */
  y: readonly number[]
  /** An area around the line. */
  band?: { low: readonly number[]; high: readonly number[] } | undefined
  /** Drawn thin behind the others, and not pointed at. */
  faint?: boolean
}

export interface LinesSpec {
  series: readonly LineSeries[]
  /** The part of the horizontal axis that is shown. */
  range?: Extent | undefined
  logX?: boolean
  logY?: boolean
  formatX: (value: number, span: number) => string
  formatY: (value: number) => string
  /** `clock` and `elapsed` are milliseconds. */
  xKind?: 'number' | 'clock' | 'elapsed'
}

/** Points at the edge are seen whole. */
const EDGE_PX = 4
const LINE_WIDTH = 1.5
const LIT_WIDTH = 3
const FINDABLE_PX = 40

export const linesPlot =
  (spec: LinesSpec): MakePlot =>
  (size, palette) => {
    const { x, y } = scalesFor(spec, size)
    const yTicks = ticksOf(y, ticksFor('y', size.height)).map((at) => ({ at, text: spec.formatY(at) }))
    const box = frameBox(size, { y: yTicks })
    const xScale = makeScale(x, box.left, box.right, x.logarithmic)
    const yScale = makeScale(y, box.bottom, box.top, y.logarithmic)
    const axes = { x: xTicks(spec, xScale, box), y: yTicks, xScale, yScale }
    return new LinesPlot(spec, box, axes, palette)
  }

const NOTHING: Extent = { min: 0, max: 1 }

function scalesFor({ series, range, logX = false, logY = false }: LinesSpec, { height }: Size) {
  let xs = range
  if (!xs) for (const { x } of series) xs = together(xs, extentOf(x, logX))
  let ys: Extent | undefined
  for (const line of series)
    for (const values of shownValues(line, xs)) ys = together(ys, extentOf(values, logY))
  const x = xs ?? NOTHING
  const whole = range || x.max > x.min ? x : loosened(x, logX)
  return {
    x: makeScale(whole, 0, 1, logX),
    y: makeScale(loosened(ys ?? (logY ? { min: 1, max: 10 } : NOTHING), logY), height, 0, logY),
  }
}

/** Those in the range, and its neighbours on either side: the lines to them are seen. */
function shownValues({ x, y, band }: LineSeries, range: Extent | undefined): (readonly number[])[] {
  const all = [y, ...(band ? [band.low, band.high] : [])]
  if (!range) return all
  const start = Math.max(0, firstFrom(x, range.min) - 1)
  const end = firstFrom(x, range.max) + 1
  return all.map((values) => values.slice(start, end))
}

/** The first place that is not before `wanted`. */
function firstFrom(x: readonly number[], wanted: number): number {
  let low = 0
  let high = x.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((x[middle] as number) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

function xTicks({ formatX, xKind = 'number' }: LinesSpec, scale: Scale, box: Box): Tick[] {
  const about = ticksFor('x', box.right - box.left)
  const span = scale.max - scale.min
  const offset =
    xKind === 'clock' ? new Date(Math.min(Math.max(scale.max, -8e15), 8e15)).getTimezoneOffset() * 60_000 : 0
  const values = xKind === 'number' ? ticksOf(scale, about) : timeTicksOf(scale, about, offset)
  return values.map((at) => ({ at, text: formatX(at, span) }))
}

interface Axes {
  x: Tick[]
  y: Tick[]
  xScale: Scale
  yScale: Scale
}

class LinesPlot implements Plot {
  readonly #spec: LinesSpec
  readonly #box: Box
  readonly #axes: Axes
  readonly #palette: Palette
  readonly #drawn: Box

  constructor(spec: LinesSpec, box: Box, axes: Axes, palette: Palette) {
    this.#spec = spec
    this.#box = box
    this.#axes = axes
    this.#palette = palette
    this.#drawn = { ...box, left: box.left - EDGE_PX, right: box.right + EDGE_PX }
  }

  draw(pen: Pen): void {
    drawFrame(pen, this.#box, this.#axes, this.#palette)
    pen.within(this.#drawn, () => {
      const { series } = this.#spec
      for (const line of series) if (line.faint) this.#drawLine(pen, line, 1, 0.3)
      for (const line of series) if (line.band) this.#drawBand(pen, line)
      for (const line of series) if (!line.faint) this.#drawLine(pen, line, LINE_WIDTH, 1)
    })
  }

  light(pen: Pen, id: string): void {
    const line = this.#spec.series.find((line) => line.id === id && !line.faint)
    if (line) pen.within(this.#drawn, () => this.#drawLine(pen, line, LIT_WIDTH, 1))
  }

  valueAt(x: number): number {
    return this.#axes.xScale.valueAt(x)
  }

  find(px: number, py: number): Hit | undefined {
    let nearest: Hit | undefined
    let least = FINDABLE_PX ** 2
    for (const line of this.#spec.series) {
      if (line.faint) continue
      const at = this.#nearestPoint(line, px)
      if (!at) continue
      const distance = (at.x - px) ** 2 / 4 + (at.y - py) ** 2
      if (distance >= least) continue
      least = distance
      nearest = { id: line.id, title: line.title, x: at.x, y: at.y, lines: this.#words(line, at.index) }
    }
    return nearest
  }

  #words({ x, y }: LineSeries, index: number): string[] {
    const { formatX, formatY } = this.#spec
    const { min, max } = this.#axes.xScale
    return [`${formatY(y[index] as number)}`, formatX(x[index] as number, Math.min(max - min, 1))]
  }

  #nearestPoint({ x, y }: LineSeries, px: number): { index: number; x: number; y: number } | undefined {
    const { xScale, yScale } = this.#axes
    const after = firstFrom(x, xScale.valueAt(px))
    const near = [after - 1, after].filter(
      (i) => canBeDrawn(y[i] as number, yScale.logarithmic) && canBeDrawn(x[i] as number, xScale.logarithmic),
    )
    const places = near.map((index) => ({
      index,
      x: xScale.at(x[index] as number),
      y: yScale.at(y[index] as number),
    }))
    return places.toSorted((a, b) => Math.abs(a.x - px) - Math.abs(b.x - px))[0]
  }

  #drawBand(pen: Pen, { x, band, color }: LineSeries): void {
    if (!band) return
    const { xScale, yScale } = this.#axes
    const places: number[] = []
    const add = (value: number | undefined, at: number | undefined) => {
      if (value === undefined || at === undefined || !canBeDrawn(value, yScale.logarithmic)) return
      places.push(xScale.at(at), yScale.at(value))
    }
    for (let i = 0; i < x.length; i++) add(band.low[i], x[i])
    for (let i = x.length - 1; i >= 0; i--) add(band.high[i], x[i])
    pen.path(places, { fill: color, opacity: 0.18 })
  }

  #drawLine(pen: Pen, { x, y, color }: LineSeries, width: number, opacity: number): void {
    const { xScale, yScale } = this.#axes
    const start = Math.max(0, firstFrom(x, xScale.min) - 1)
    const end = Math.min(x.length, firstFrom(x, xScale.max) + 2)
    const places = new Float64Array(Math.max(0, end - start) * 2)
    let drawn = 0
    for (let i = start; i < end; i++) {
      const value = y[i] as number
      const at = x[i] as number
      const fits = canBeDrawn(value, yScale.logarithmic) && canBeDrawn(at, xScale.logarithmic)
      places[drawn++] = fits ? xScale.at(at) : Number.NaN
      places[drawn++] = fits ? yScale.at(value) : Number.NaN
      if (!Number.isFinite(value)) this.#markEdge(pen, xScale.at(at), value, color)
    }
    pen.path(places, { stroke: color, width, opacity })
    for (let i = 0; i < places.length; i += 2)
      if (standsAlone(places, i)) this.#dot(pen, places, i, color, width)
  }

  #dot(pen: Pen, places: Float64Array, i: number, color: string, width: number): void {
    pen.dot(places[i] as number, places[i + 1] as number, 1 + width, { fill: color })
  }

  /** An arrow to where an infinity lies; a cross at the bottom for NaN. */
  #markEdge(pen: Pen, x: number, value: number, color: string): void {
    const { top, bottom } = this.#box
    if (value > 0)
      pen.path([x - 3, top + 6, x, top + 1, x + 3, top + 6], { stroke: color, width: LINE_WIDTH })
    else if (value < 0)
      pen.path([x - 3, bottom - 6, x, bottom - 1, x + 3, bottom - 6], { stroke: color, width: LINE_WIDTH })
    else {
      const arms = [
        x - 3,
        bottom - 7,
        x + 3,
        bottom - 1,
        Number.NaN,
        Number.NaN,
        x - 3,
        bottom - 1,
        x + 3,
        bottom - 7,
      ]
      pen.path(arms, { stroke: color, width: 1 })
    }
  }
}

const isThere = (places: Float64Array, i: number) => !Number.isNaN(places[i] ?? Number.NaN)

/** A point between two gaps has no line of its own. */
const standsAlone = (places: Float64Array, i: number) =>
  isThere(places, i) && !isThere(places, i - 2) && !isThere(places, i + 2)
