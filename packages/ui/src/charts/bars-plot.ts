import { drawFrame, fitted, frameBox, ticksFor } from './frame.ts'
import type { Hit, MakePlot } from './plot.ts'
import { canBeDrawn, extentOf, loosened, makeScale, ticksOf, together } from './scale.ts'

interface Bar {
  id: string
  title: string
  color: string
  value: number
}

interface BarsSpec {
  bars: readonly Bar[]
  formatY: (value: number) => string
}

const NAME_FROM_PX = 12
const NAME_SHARE = 0.32

/** A bar from zero for each value, one below the other; the names stand before them where there is room. */
export const barsPlot =
  ({ bars, formatY }: BarsSpec): MakePlot =>
  (size, palette) => {
    const withNames = (size.height - 40) / bars.length >= NAME_FROM_PX
    const frame = frameBox(size, { y: [] })
    const box = { ...frame, left: withNames ? size.width * NAME_SHARE : frame.left }
    const values = together(extentOf(bars.map(({ value }) => value)), { min: 0, max: 0 }) ?? {
      min: 0,
      max: 0,
    }
    const air = loosened(values, false)
    const shown = { min: values.min < 0 ? air.min : 0, max: values.max > 0 || values.min === 0 ? air.max : 0 }
    const xScale = makeScale(shown, box.left, box.right)
    const step = (box.bottom - box.top) / bars.length
    const thickness = Math.max(1, Math.min(26, step * 0.8))
    const ticks = ticksOf(xScale, ticksFor('x', box.right - box.left)).map((at) => ({
      at,
      text: formatY(at),
    }))

    const boxOf = (index: number) => {
      const { value = 0 } = bars[index] ?? {}
      const middle = box.top + step * (index + 0.5)
      const ends = [xScale.at(0), xScale.at(canBeDrawn(value, false) ? value : 0)]
      return {
        left: Math.min(...ends),
        right: Math.max(...ends),
        top: middle - thickness / 2,
        bottom: middle + thickness / 2,
      }
    }
    return {
      draw(pen) {
        drawFrame(pen, box, { x: ticks, y: [], xScale, yScale: xScale }, palette)
        for (const [index, { color, title, value }] of bars.entries()) {
          const bar = boxOf(index)
          const middle = (bar.top + bar.bottom) / 2
          pen.rect(bar, { fill: color })
          if (!Number.isFinite(value)) pen.text(bar.right + 4, middle, formatY(value), { fill: palette.soft })
          if (withNames)
            pen.text(box.left - 6, middle, fitted(title, box.left - 12), { fill: palette.soft, align: 'end' })
        }
      },
      light(pen, id) {
        const index = bars.findIndex((bar) => bar.id === id)
        if (index < 0) return
        const { left, top, right, bottom } = boxOf(index)
        pen.rect({ left, top: top - 2, right, bottom: bottom + 2 }, { stroke: palette.text, width: 1.5 })
      },
      find(_, y): Hit | undefined {
        const index = Math.floor((y - box.top) / step)
        const bar = bars[index]
        if (!bar) return undefined
        const { right, top } = boxOf(index)
        return { id: bar.id, x: right, y: top, title: bar.title, lines: [formatY(bar.value)] }
      },
    }
  }
