import { InvalidValueError } from '@millrace/sdk'
import type { TextPiece, Where } from './project.ts'

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'value'
      readonly name: string
      readonly pad: (value: string) => string
      readonly piece: TextPiece
    }

/** What is wrong with a template, said with the place of the piece that is at fault. */
export function templateFault(reason: string, piece: TextPiece, where: Where | undefined): InvalidValueError {
  return new InvalidValueError(where ? `${where(piece)}: ${reason}` : reason)
}

const PIECE = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g
const FIELD = /^([^\s:!.[\]]+)(?::(?:(.)?([<>^]))?(\d+)?s?)?$/

/**
 * A template of Python's `str.format`: `{name}` is a value, `{{` and `}}` are braces.
 * @param where it stands in its file
 * @throws InvalidValueError for a brace that is alone, and for what `str.format` does with other things than texts
 */
export function parseTemplate(template: string, where?: Where): TemplatePart[] {
  const parts: TemplatePart[] = []
  let done = 0
  for (const match of template.matchAll(PIECE)) {
    const [text, field] = match
    const piece = { text, index: match.index }
    if (match.index > done) parts.push({ kind: 'text', text: template.slice(done, match.index) })
    done = match.index + text.length
    if (field !== undefined) parts.push(valuePart(field, piece, where))
    else if (text.length === 2) parts.push({ kind: 'text', text: text.slice(1) })
    else
      throw templateFault(`The command has a '${text}' that is alone; write '${text}${text}'.`, piece, where)
  }
  if (done < template.length) parts.push({ kind: 'text', text: template.slice(done) })
  return parts
}

function valuePart(field: string, piece: TextPiece, where: Where | undefined): TemplatePart {
  const [matched, name = '', fill = ' ', side = '<', width = '0'] = FIELD.exec(field) ?? []
  if (matched === undefined) {
    const reason = `The command has ${piece.text}, where {name} is meant; write {{ and }} for braces.`
    throw templateFault(reason, piece, where)
  }
  return { kind: 'value', name, pad: (value) => padded(value, Number(width), fill, side), piece }
}

function padded(value: string, width: number, fill: string, side: string): string {
  if (side === '<') return value.padEnd(width, fill)
  if (side === '>') return value.padStart(width, fill)
  const room = Math.max(0, width - value.length)
  return value.padStart(value.length + Math.floor(room / 2), fill).padEnd(width, fill)
}
