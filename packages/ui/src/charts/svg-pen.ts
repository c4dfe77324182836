import { type Box, FONT, type Pen, type Style, TEXT_SIZE, type TextStyle } from './pen.ts'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Names of metrics and runs come from anybody; what XML cannot hold at all is left out. */
const escaped = (text: string) =>
  text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? '')

const rounded = (value: number) => Math.round(value * 100) / 100

/** Writes a picture as an SVG document. */
export class SvgPen implements Pen {
  #pieces: string[] = []
  #boxes = 0

  path(places: ArrayLike<number>, style: Style): void {
    let path = ''
    let down = false
    for (let i = 0; i < places.length; i += 2) {
      const x = places[i] as number
      const y = places[i + 1] as number
      if (Number.isNaN(x) || Number.isNaN(y)) down = false
      else {
        path += `${down ? 'L' : 'M'}${rounded(x)} ${rounded(y)}`
        down = true
      }
    }
    this.#pieces.push(`<path d="${path}"${paint(style)}/>`)
  }

  rect({ left, top, right, bottom }: Box, style: Style): void {
    this.#pieces.push(`<rect${boxAttributes({ left, top, right, bottom })}${paint(style)}/>`)
  }

  dot(x: number, y: number, radius: number, style: Style): void {
    this.#pieces.push(`<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${radius}"${paint(style)}/>`)
  }

  text(x: number, y: number, text: string, { fill, align = 'start', size = TEXT_SIZE, turn = 0 }: TextStyle) {
    const place = `translate(${rounded(x)} ${rounded(y)})${turn ? ` rotate(${turn})` : ''}`
    this.#pieces.push(
      `<text transform="${place}" dy="0.35em" text-anchor="${align}" font-size="${size}" fill="${fill}">${escaped(text)}</text>`,
    )
  }

  within(box: Box, draw: () => void): void {
    const id = `box${this.#boxes++}`
    this.#pieces.push(
      `<clipPath id="${id}"><rect${boxAttributes(box)}/></clipPath><g clip-path="url(#${id})">`,
    )
    draw()
    this.#pieces.push('</g>')
  }

  document(width: number, height: number, background: string): string {
    const attributes = `xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`
    const font = escaped(FONT)
    return `<svg ${attributes} font-family="${font}"><rect width="100%" height="100%" fill="${background}"/>${this.#pieces.join('')}</svg>`
  }
}

const boxAttributes = ({ left, top, right, bottom }: Box) =>
  ` x="${rounded(left)}" y="${rounded(top)}" width="${rounded(Math.max(0, right - left))}" height="${rounded(Math.max(0, bottom - top))}"`

function paint({ stroke, fill = 'none', width = 1, opacity = 1, dash = [] }: Style): string {
  return [
    ` fill="${fill}"`,
    stroke && ` stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round"`,
    opacity < 1 && ` opacity="${opacity}"`,
    dash.length > 0 && ` stroke-dasharray="${dash.join(' ')}"`,
  ]
    .filter(Boolean)
    .join('')
}
