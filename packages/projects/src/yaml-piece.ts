import { InvalidValueError } from '@millrace/sdk'
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { TextPiece } from './project.ts'
import { pythonNumber } from './python-number.ts'

interface YamlFile {
  readonly path: string
  readonly text: string
  readonly lines: LineCounter
  readonly document: Document.Parsed
}

/**
 * A file of YAML as PyYAML reads it.
 * @throws InvalidValueError with line and column where it is none
 */
export function readYaml(path: string, text: string): YamlPiece {
  const lines = new LineCounter()
  // Of a key that is written twice PyYAML takes the last.
  const document = parseDocument(text, { version: '1.1', lineCounter: lines, uniqueKeys: false })
  const [error] = document.errors
  if (error) {
    const { line, col } = lines.linePos(error.pos[0])
    const [reason = ''] = error.message.split(' at line ')
    throw new InvalidValueError(`${path}:${line}:${col}: ${reason}`)
  }
  return new YamlPiece({ path, text, lines, document }, document.contents, 'the file')
}

/** A piece of a YAML file that knows where it stands, so that what is wrong with it can be shown. */
export class YamlPiece {
  readonly #file: YamlFile
  readonly #node: Node | null
  readonly #what: string

  constructor(file: YamlFile, node: Node | null, what: string) {
    this.#file = file
    this.#node = node
    this.#what = what
  }

  /** Nothing is behind the key. */
  get isEmpty(): boolean {
    return this.#value === null || (isScalar(this.#value) && this.#value.value === null)
  }

  get isText(): boolean {
    return typeof scalarOf(this.#value) === 'string'
  }

  get isList(): boolean {
    return isSeq(this.#value)
  }

  /** @throws InvalidValueError for anything but a text */
  text(): string {
    const value = scalarOf(this.#value)
    if (typeof value === 'string') return value
    throw this.wrong('must be a text')
  }

  /**
   * A single value as the text that Python makes of it: `default: 0.10` is 0.1.
   * @throws InvalidValueError for lists and maps
   */
  value(): string {
    const node = this.#value
    if (!isScalar(node)) throw this.wrong('must be one value: a text, a number or a boolean')
    const value = scalarOf(node)
    const { source } = node
    if (typeof value === 'boolean') return value ? 'True' : 'False'
    if (typeof value === 'number') return pythonNumber(value, source ?? '')
    return typeof value === 'string' ? value : (source ?? String(value))
  }

  /** @throws InvalidValueError for anything but a list */
  items(): YamlPiece[] {
    const node = this.#value
    if (!isSeq(node)) throw this.wrong('must be a list')
    return node.items.map(
      (item, index) => new YamlPiece(this.#file, item as Node | null, `${this.#what}, item ${index + 1},`),
    )
  }

  /**
   * Keys, and what is behind them.
   * @throws InvalidValueError for anything but a map
   */
  members(): Map<string, YamlPiece> {
    const node = this.#value
    if (!isMap(node)) throw this.wrong('must be a map')
    return new Map(
      node.items.map(({ key, value }) => {
        const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key)
        return [name, new YamlPiece(this.#file, (value ?? key) as Node, `'${name}'`)]
      }),
    )
  }

  /** The error that says where this stands. */
  wrong(reason: string): InvalidValueError {
    return new InvalidValueError(`${this.where()}: ${this.#what} ${reason}`)
  }

  /** `path:line:column` of it, or of a piece of its text. */
  where(part?: TextPiece): string {
    const { path, lines } = this.#file
    const { line, col } = lines.linePos(this.#offsetOf(part) ?? this.#node?.range?.[0] ?? 0)
    return `${path}:${line}:${col}`
  }

  /** Quotes, escapes and folded lines make the text another than what is written: a piece that is not found as often there has no place. */
  #offsetOf(part: TextPiece | undefined): number | undefined {
    const node = this.#value
    if (part === undefined || !isScalar(node) || !node.range) return undefined
    const [start, end] = node.range
    const written = placesOf(part.text, this.#file.text.slice(start, end))
    const meant = placesOf(part.text, String(node.value))
    const place = written[meant.indexOf(part.index)]
    return place === undefined || written.length !== meant.length ? undefined : start + place
  }

  get #value(): Node | null {
    const node = this.#node
    return isAlias(node) ? (node.resolve(this.#file.document) ?? null) : node
  }
}

function placesOf(piece: string, text: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) places.push(at)
  return places
}

/** What PyYAML makes of it, for which `y` and `n` are texts. */
function scalarOf(node: Node | null): unknown {
  if (!isScalar(node)) return undefined
  return typeof node.value === 'boolean' && node.source?.length === 1 ? node.source : node.value
}
