import { type Dimension, dimensionExtent, dimensionTicks, type Item, textOf } from './dimension.ts'
import { fitted } from './frame.ts'
import type { Pen } from './pen.ts'
import type { MakePlot } from './plot.ts'
import { canBeDrawn, makeScale } from './scale.ts'

interface ParallelSpec {
  items: readonly Item[]
  dimensions: readonly Dimension[]
  format: (value: number) => string
}

const MARGIN = { top: 30, bottom: 14, side: 56 }
const TICKS = 5
const LABEL_PX = 90
const FINDABLE_PX = 12

/** An axis for each dimension, side by side, and a line across them for each item. What an item has not is a gap. */
export const parallelPlot =
  ({ items, dimensions, format }: ParallelSpec): MakePlot =>
  ({ width, height }, palette) => {
    const step = (width - 2 * MARGIN.side) / Math.max(dimensions.length - 1, 1)
    const axes = dimensions.map((dimension, at) => ({
      dimension,
      x: MARGIN.side + at * step,
      scale: makeScale(dimensionExtent(dimension), height - MARGIN.bottom, MARGIN.top),
    }))
    const lines = items.map((item, index) => ({
      item,
      index,
      places: axes.flatMap(({ dimension, x, scale }) => {
        const value = dimension.values[index] ?? Number.NaN
        return canBeDrawn(value, false) ? [x, scale.at(value)] : [Number.NaN, Number.NaN]
      }),
    }))
    const drawAxes = (pen: Pen) => {
      for (const { dimension, x, scale } of axes) {
        pen.path([x, MARGIN.top, x, height - MARGIN.bottom], { stroke: palette.soft })
        pen.text(x, 12, fitted(dimension.title, Math.max(LABEL_PX, step)), {
          fill: palette.text,
          align: 'middle',
        })
        for (const { at, text } of dimensionTicks(dimension, scale, TICKS, format)) {
          pen.path([x - 3, scale.at(at), x, scale.at(at)], { stroke: palette.soft })
          pen.text(x - 6, scale.at(at), fitted(text, MARGIN.side - 8), { fill: palette.soft, align: 'end' })
        }
      }
    }
    return {
      draw(pen) {
        for (const { item, places } of lines)
          pen.path(places, { stroke: item.color, width: 1.3, opacity: 0.75 })
        drawAxes(pen)
      },
      light(pen, id) {
        const line = lines.find(({ item }) => item.id === id)
        if (line) pen.path(line.places, { stroke: line.item.color, width: 3 })
        drawAxes(pen)
      },
      find(px, py) {
        const left = Math.min(Math.max(0, Math.floor((px - MARGIN.side) / step)), dimensions.length - 2)
        const share = (px - MARGIN.side) / step - left
        const distances = lines.map((line) => {
          const [from, to] = [
            line.places[2 * left + 1] ?? Number.NaN,
            line.places[2 * left + 3] ?? Number.NaN,
          ]
          return { line, distance: Math.abs(from + (to - from) * share - py) }
        })
        const near = distances
          .filter(({ distance }) => distance < FINDABLE_PX)
          .toSorted((a, b) => a.distance - b.distance)[0]?.line
        if (!near) return undefined
        const words = dimensions.map(
          (dimension) =>
            `${dimension.title}: ${textOf(dimension, dimension.values[near.index] ?? Number.NaN, format)}`,
        )
        return { id: near.item.id, x: px, y: py, title: near.item.title, lines: words }
      },
    }
  }
