import type { Palette } from './palette.ts'
import type { Pen } from './pen.ts'

export interface Size {
  width: number
  height: number
}

/** What a pointer points at. */
export interface Hit {
  /** Of the run, or of what else is drawn. */
  id: string
  x: number
  y: number
  title: string
  /** A few lines below the title. */
  lines: readonly string[]
}

/** A chart laid out for a size. */
export interface Plot {
  draw(pen: Pen): void
  /** What stands for an id, drawn once more above the rest. */
  light?(pen: Pen, id: string): void
  find(x: number, y: number): Hit | undefined
  /** The value of the horizontal axis at a pixel, where it can be zoomed. */
  valueAt?(x: number): number
}

export type MakePlot = (size: Size, palette: Palette) => Plot
