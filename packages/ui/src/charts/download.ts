import { CanvasPen } from './canvas-pen.ts'
import type { Palette } from './palette.ts'
import type { MakePlot, Size } from './plot.ts'
import { SvgPen } from './svg-pen.ts'

/** What a chart shows, in words: for a table beside it, and for a file. */
export interface ChartTable {
  head: readonly string[]
  rows: readonly (readonly (string | number)[])[]
}

const PNG_RATIO = 2

/** Offers a file to save; names of metrics hold slashes. */
export function save(name: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '_').slice(-200)
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

export function savePng(name: string, make: MakePlot, size: Size, palette: Palette): void {
  const canvas = document.createElement('canvas')
  canvas.width = size.width * PNG_RATIO
  canvas.height = size.height * PNG_RATIO
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(PNG_RATIO, PNG_RATIO)
  context.fillStyle = palette.surface
  context.fillRect(0, 0, size.width, size.height)
  make(size, palette).draw(new CanvasPen(context))
  canvas.toBlob((blob) => blob && save(`${name}.png`, blob))
}

export function saveSvg(name: string, make: MakePlot, size: Size, palette: Palette): void {
  const pen = new SvgPen()
  make(size, palette).draw(pen)
  const text = pen.document(size.width, size.height, palette.surface)
  save(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }))
}

/** A cell that starts like a formula would be run by a spreadsheet. */
const cell = (value: string | number): string => {
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const toCsv = ({ head, rows }: ChartTable): string =>
  [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')

export const saveCsv = (name: string, table: ChartTable): void =>
  save(`${name}.csv`, new Blob(['\u{feff}', toCsv(table)], { type: 'text/csv' }))
