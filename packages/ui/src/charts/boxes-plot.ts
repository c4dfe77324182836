import { drawFrame, fitted, frameBox, ticksFor } from './frame.ts'
import type { MakePlot } from './plot.ts'
import { extentOf, loosened, makeScale, ticksOf } from './scale.ts'

export interface BoxGroup {
  id: string
  title: string
  color: string
  values: readonly number[]
}

interface BoxesSpec {
  groups: readonly BoxGroup[]
  xTitle: string
  yTitle: string
  format: (value: number) => string
}

export interface Spread {
  least: number
  lower: number
  middle: number
  upper: number
  greatest: number
}

/** The values at the quarters, read between neighbours; undefined without a finite value. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const at = (share: number) => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)] as number
    return below + ((sorted[Math.ceil(place)] as number) - below) * (place % 1)
  }
  return { least: at(0), lower: at(0.25), middle: at(0.5), upper: at(0.75), greatest: at(1) }
}

const WIDEST = 80

/** A box from the first to the third quarter of each group, with its middle, its ends and every value. */
export const boxesPlot =
  ({ groups, xTitle, yTitle, format }: BoxesSpec): MakePlot =>
  (size, palette) => {
    const spreads = groups.map(({ values }) => spreadOf(values))
    const extent = loosened(extentOf(groups.flatMap(({ values }) => values)) ?? { min: 0, max: 1 }, false)
    const about = ticksFor('y', size.height)
    const yTicks = ticksOf(makeScale(extent, size.height, 0), about).map((at) => ({ at, text: format(at) }))
    const box = frameBox(size, { y: yTicks, xTitle, yTitle })
    const step = (box.right - box.left) / Math.max(groups.length, 1)
    const xScale = makeScale({ min: -0.5, max: Math.max(groups.length, 1) - 0.5 }, box.left, box.right)
    const yScale = makeScale(extent, box.bottom, box.top)
    const half = Math.min(step * 0.6, WIDEST) / 2
    const xTicks = groups.map(({ title }, at) => ({ at, text: fitted(title, step) }))
    return {
      draw(pen) {
        drawFrame(pen, box, { x: xTicks, y: yTicks, xScale, yScale, xTitle, yTitle }, palette)
        for (const [at, { color, values }] of groups.entries()) {
          const spread = spreads[at]
          if (!spread) continue
          const x = xScale.at(at)
          const [least, lower, middle, upper, greatest] = [
            spread.least,
            spread.lower,
            spread.middle,
            spread.upper,
            spread.greatest,
          ].map(yScale.at) as [number, number, number, number, number]
          pen.path([x, least, x, lower, Number.NaN, Number.NaN, x, upper, x, greatest], {
            stroke: color,
            width: 1.5,
          })
          pen.rect(
            { left: x - half, right: x + half, top: upper, bottom: lower },
            { fill: color, opacity: 0.2 },
          )
          pen.rect(
            { left: x - half, right: x + half, top: upper, bottom: lower },
            { stroke: color, width: 1.5 },
          )
          pen.path([x - half, middle, x + half, middle], { stroke: color, width: 2.5 })
          for (const value of values)
            if (Number.isFinite(value)) pen.dot(x, yScale.at(value), 2.5, { fill: color, opacity: 0.7 })
        }
      },
      find(px, py) {
        const at = Math.round(xScale.valueAt(px))
        const [group, spread] = [groups[at], spreads[at]]
        if (!group || !spread || py < box.top) return undefined
        const { least, lower, middle, upper, greatest } = spread
        const lines = [least, lower, middle, upper, greatest].map(format).reverse()
        return { id: group.id, x: xScale.at(at) + half, y: yScale.at(middle), title: group.title, lines }
      },
    }
  }
