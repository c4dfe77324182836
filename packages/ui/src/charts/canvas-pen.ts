import { type Box, FONT, type Pen, type Style, TEXT_SIZE, type TextStyle } from './pen.ts'

export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context
    context.lineJoin = 'round'
    context.textBaseline = 'middle'
  }

  path(places: ArrayLike<number>, style: Style): void {
    const context = this.#context
    context.beginPath()
    let down = false
    for (let i = 0; i < places.length; i += 2) {
      const x = places[i] as number
      const y = places[i + 1] as number
      if (Number.isNaN(x) || Number.isNaN(y)) down = false
      else if (down) context.lineTo(x, y)
      else {
        context.moveTo(x, y)
        down = true
      }
    }
    this.#paint(style)
  }

  rect({ left, top, right, bottom }: Box, style: Style): void {
    this.#context.beginPath()
    this.#context.rect(left, top, right - left, bottom - top)
    this.#paint(style)
  }

  dot(x: number, y: number, radius: number, style: Style): void {
    this.#context.beginPath()
    this.#context.arc(x, y, radius, 0, 2 * Math.PI)
    this.#paint(style)
  }

  text(x: number, y: number, text: string, { fill, align = 'start', size = TEXT_SIZE, turn = 0 }: TextStyle) {
    const context = this.#context
    context.save()
    context.translate(x, y)
    context.rotate((turn * Math.PI) / 180)
    context.font = `${size}px ${FONT}`
    context.textAlign = align === 'middle' ? 'center' : align
    context.fillStyle = fill
    context.fillText(text, 0, 0)
    context.restore()
  }

  within({ left, top, right, bottom }: Box, draw: () => void): void {
    const context = this.#context
    context.save()
    context.beginPath()
    context.rect(left, top, right - left, bottom - top)
    context.clip()
    draw()
    context.restore()
  }

  #paint({ stroke, fill, width = 1, opacity = 1, dash = [] }: Style): void {
    const context = this.#context
    context.globalAlpha = opacity
    if (fill) {
      context.fillStyle = fill
      context.fill()
    }
    if (stroke) {
      context.strokeStyle = stroke
      context.lineWidth = width
      context.setLineDash([...dash])
      context.stroke()
    }
    context.globalAlpha = 1
  }
}
