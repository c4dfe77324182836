/** What is shown of a cell's output: words, a picture as a data URL, or a page. */
export type Output =
  | { kind: 'text' | 'error'; text: string }
  | { kind: 'image'; src: string }
  | { kind: 'html'; html: string }

export interface NotebookCell {
  kind: 'markdown' | 'code' | 'raw'
  source: string
  count: number | undefined
  outputs: Output[]
}

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Notebooks keep text whole or by lines. */
const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : String(value ?? '')

// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal begin with one
const COLOURS = /\u001b\[[\d;]*m/g

/** The cells of a notebook of format 4; undefined where it is none. */
export function readNotebook(value: unknown): NotebookCell[] | undefined {
  if (!isJson(value) || !Array.isArray(value.cells)) return undefined
  return value.cells.filter(isJson).map((cell) => ({
    kind: cell.cell_type === 'code' ? 'code' : cell.cell_type === 'markdown' ? 'markdown' : 'raw',
    source: textOf(cell.source),
    count: typeof cell.execution_count === 'number' ? cell.execution_count : undefined,
    outputs: Array.isArray(cell.outputs)
      ? cell.outputs.filter(isJson).flatMap((output) => toOutput(output) ?? [])
      : [],
  }))
}

function toOutput(output: Json): Output | undefined {
  if (output.output_type === 'stream') return { kind: 'text', text: textOf(output.text).replace(COLOURS, '') }
  if (output.output_type === 'error') {
    const lines = Array.isArray(output.traceback) ? output.traceback.map(String) : []
    const text = lines.length > 0 ? lines.join('\n') : `${output.ename}: ${output.evalue}`
    return { kind: 'error', text: text.replace(COLOURS, '') }
  }
  return isJson(output.data) ? fromData(output.data) : undefined
}

const RASTER = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

/** Of the ways in which a notebook says one thing the one that shows most. */
function fromData(data: Json): Output | undefined {
  const raster = RASTER.find((type) => type in data)
  if (raster)
    return { kind: 'image', src: `data:${raster};base64,${textOf(data[raster]).replaceAll(/\s/g, '')}` }
  if ('image/svg+xml' in data)
    return { kind: 'image', src: `data:image/svg+xml,${encodeURIComponent(textOf(data['image/svg+xml']))}` }
  if ('text/html' in data) return { kind: 'html', html: textOf(data['text/html']) }
  return 'text/plain' in data ? { kind: 'text', text: textOf(data['text/plain']) } : undefined
}
