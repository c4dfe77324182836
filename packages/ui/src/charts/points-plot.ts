import { type Dimension, dimensionExtent, dimensionTicks, type Item, isPlaced, textOf } from './dimension.ts'
import { drawFrame, fitted, frameBox, type Tick, ticksFor } from './frame.ts'
import type { Box, Pen } from './pen.ts'
import type { Hit, MakePlot, Size } from './plot.ts'
import { rampColor, shareOf } from './ramp.ts'
import { type Extent, extentOf, makeScale } from './scale.ts'
import { surfaceAt } from './surface.ts'

export interface PointsSpec {
  items: readonly Item[]
  x: Dimension
  y: Dimension
  /** Colours the points, from dark to bright. */
  z?: Dimension | undefined
  /** Colours what lies between the points, too. */
  surface?: boolean
  format: (value: number) => string
}

const RADIUS = 4.5
const FINDABLE_PX = 24
const CELL_PX = 8
/** Of the width. */
const Y_NAMES_SHARE = 0.2
const LEGEND = { width: 120, height: 10, room: 26 } as const

interface Place {
  index: number
  item: Item
  x: number
  y: number
}

/** Items by two dimensions, or with a third as their colour. */
export const pointsPlot =
  (spec: PointsSpec): MakePlot =>
  (size, palette) => {
    const { items, x, y, z, format } = spec
    const { box, axes } = layOut(spec, size)
    const shown = z ? [x, y, z] : [x, y]
    const places = items.flatMap((item, index): Place[] => {
      if (!isPlaced(index, shown)) return []
      const at = axes.xScale.at(x.values[index] as number)
      return [{ index, item, x: at, y: axes.yScale.at(y.values[index] as number) }]
    })
    const zExtent =
      z && (extentOf(places.map(({ index }) => z.values[index] as number)) ?? { min: 0, max: 1 })
    const colorOf = ({ index, item }: Place) =>
      z && zExtent ? rampColor(shareOf(z.values[index] as number, zExtent)) : item.color
    const drawLegend = (pen: Pen, { right }: Box, { title }: Dimension, { min, max }: Extent) => {
      const left = right - LEGEND.width
      const top = LEGEND.room / 2 - LEGEND.height / 2
      const words = `${fitted(title, (right - left) * 2)}: ${format(min)} – ${format(max)}`
      pen.text(left - 8, LEGEND.room / 2, words, { fill: palette.soft, align: 'end' })
      for (let x = 0; x < LEGEND.width; x += 2) {
        const stripe = { left: left + x, right: left + x + 2.5, top, bottom: top + LEGEND.height }
        pen.rect(stripe, { fill: rampColor(x / LEGEND.width) })
      }
    }
    const drawPoint = (pen: Pen, place: Place, radius: number) =>
      pen.dot(place.x, place.y, radius, { fill: colorOf(place), stroke: palette.surface, width: 1 })

    return {
      draw(pen) {
        if (spec.surface && z && zExtent) drawSurface(pen, box, places, z, zExtent)
        drawFrame(pen, box, axes, palette)
        for (const place of places) drawPoint(pen, place, RADIUS)
        if (z && zExtent) drawLegend(pen, box, z, zExtent)
      },
      light(pen, id) {
        const place = places.find(({ item }) => item.id === id)
        if (place) drawPoint(pen, place, RADIUS * 1.6)
      },
      find(px, py): Hit | undefined {
        const near = places
          .map((place) => ({ place, distance: (place.x - px) ** 2 + (place.y - py) ** 2 }))
          .filter(({ distance }) => distance < FINDABLE_PX ** 2)
          .reduce<{ place?: Place; distance: number }>((a, b) => (b.distance < a.distance ? b : a), {
            distance: Number.POSITIVE_INFINITY,
          }).place
        if (!near) return undefined
        const lines = shown.map(
          (dimension) =>
            `${dimension.title}: ${textOf(dimension, dimension.values[near.index] as number, format)}`,
        )
        return { id: near.item.id, x: near.x, y: near.y, title: near.item.title, lines }
      },
    }
  }

/** Words may be of any length; numbers are as long as they must be. */
const fittedTick =
  ({ categories }: Dimension, width: number) =>
  (tick: Tick): Tick =>
    categories ? { ...tick, text: fitted(tick.text, width) } : tick

function layOut({ x, y, z, format }: PointsSpec, size: Size) {
  const [xExtent, yExtent] = [dimensionExtent(x), dimensionExtent(y)]
  const upright = makeScale(yExtent, size.height, 0)
  const titles = { xTitle: x.title, yTitle: y.title }
  const yTicks = dimensionTicks(y, upright, ticksFor('y', size.height), format).map(
    fittedTick(y, size.width * Y_NAMES_SHARE),
  )
  const frame = frameBox(size, { y: yTicks, ...titles })
  const box = z ? { ...frame, top: frame.top + LEGEND.room } : frame
  const xScale = makeScale(xExtent, box.left, box.right)
  const width = box.right - box.left
  const found = dimensionTicks(x, xScale, ticksFor('x', width), format)
  const xTicks = found.map(fittedTick(x, width / found.length))
  return {
    box,
    axes: { x: xTicks, y: yTicks, xScale, yScale: makeScale(yExtent, box.bottom, box.top), ...titles },
  }
}

function drawSurface(pen: Pen, box: Box, places: readonly Place[], z: Dimension, extent: Extent): void {
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const known = places.map(({ index, x, y }) => ({
    x: (x - box.left) / width,
    y: (y - box.top) / height,
    value: z.values[index] as number,
  }))
  if (known.length === 0) return
  for (let left = box.left; left < box.right; left += CELL_PX) {
    for (let top = box.top; top < box.bottom; top += CELL_PX) {
      const right = Math.min(left + CELL_PX, box.right)
      const bottom = Math.min(top + CELL_PX, box.bottom)
      const value = surfaceAt(
        known,
        ((left + right) / 2 - box.left) / width,
        ((top + bottom) / 2 - box.top) / height,
      )
      // A hair larger, or the page would shine through between the cells.
      pen.rect(
        { left, top, right: right + 0.5, bottom: bottom + 0.5 },
        { fill: rampColor(shareOf(value, extent)) },
      )
    }
  }
}
