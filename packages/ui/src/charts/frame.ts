import type { Palette } from './palette.ts'
import { type Box, type Pen, TEXT_SIZE } from './pen.ts'
import type { Size } from './plot.ts'
import type { Scale } from './scale.ts'

export interface Tick {
  at: number
  text: string
}

const GAP = 6
const BOTTOM = 22
const TITLE = 16
/** Of a letter of the axes' labels, near enough to leave room for them. */
const LETTER = TEXT_SIZE * 0.58
const PX_PER_TICK = { x: 68, y: 44 } as const

export const ticksFor = (direction: 'x' | 'y', size: number): number =>
  Math.max(2, Math.floor(size / PX_PER_TICK[direction]))

interface Labels {
  y: readonly Tick[]
  xTitle?: string | undefined
  yTitle?: string | undefined
}

/** Where the marks of a chart may stand, beside and above what is written on its axes. */
export function frameBox({ width, height }: Size, labels: Labels): Box {
  const widest = labels.y.reduce((widest, { text }) => Math.max(widest, text.length), 2) * LETTER
  return {
    left: Math.min(widest + 2 * GAP, width / 2) + (labels.yTitle ? TITLE : 0),
    top: 10,
    right: width - 14,
    bottom: height - BOTTOM - (labels.xTitle ? TITLE : 0),
  }
}

interface Axes extends Labels {
  x: readonly Tick[]
  xScale: Scale
  yScale: Scale
}

/** Lines across, the axes' labels, and their titles. */
export function drawFrame(pen: Pen, box: Box, axes: Axes, { line, soft }: Palette): void {
  for (const { at, text } of axes.y) {
    const y = axes.yScale.at(at)
    pen.path([box.left, y, box.right, y], { stroke: line })
    pen.text(box.left - GAP, y, text, { fill: soft, align: 'end' })
  }
  for (const { at, text } of axes.x) {
    const x = axes.xScale.at(at)
    pen.path([x, box.bottom, x, box.bottom + 3], { stroke: soft })
    pen.text(x, box.bottom + BOTTOM / 2 + 1, text, { fill: soft, align: 'middle' })
  }
  const middle = (box.top + box.bottom) / 2
  if (axes.xTitle)
    pen.text(
      (box.left + box.right) / 2,
      box.bottom + BOTTOM + TITLE / 2,
      fitted(axes.xTitle, box.right - box.left),
      { fill: soft, align: 'middle' },
    )
  if (axes.yTitle)
    pen.text(TITLE / 2, middle, fitted(axes.yTitle, box.bottom - box.top), {
      fill: soft,
      align: 'middle',
      turn: -90,
    })
}

/** A text that fits into so many pixels. */
export function fitted(text: string, width: number): string {
  const most = Math.max(1, Math.floor(width / LETTER))
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
