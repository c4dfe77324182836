export interface Style {
  stroke?: string
  fill?: string
  /** Of the stroke, in pixels. */
  width?: number
  opacity?: number
  dash?: readonly number[]
}

export interface TextStyle {
  fill: string
  align?: 'start' | 'middle' | 'end'
  /** Pixels. */
  size?: number
  /** Degrees, clockwise. */
  turn?: number
}

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What charts are drawn with: on the screen a canvas, in a file an SVG. Everything is in CSS pixels. */
export interface Pen {
  /** Joined places, `x, y, x, y …`; one that is NaN lifts the pen. */
  path(places: ArrayLike<number>, style: Style): void
  rect(box: Box, style: Style): void
  dot(x: number, y: number, radius: number, style: Style): void
  /** Its middle stands at the height `y`. */
  text(x: number, y: number, text: string, style: TextStyle): void
  /** What `draw` draws is cut off at the edges of the box. */
  within(box: Box, draw: () => void): void
}

export const FONT = 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif'
export const TEXT_SIZE = 11
