import { reprFloat, reprText } from './python.ts'

/** An item of a list in a filter; `text` for a quoted one, `items` for a list in the list. */
export interface Literal {
  readonly repr: string
  readonly text?: string
  readonly items?: readonly Literal[]
}

/** `not-literal` is well formed but names or computes something. */
export type ListLiteral = readonly Literal[] | 'ill-formed' | 'not-literal'

const DEEPEST = 100
const BLANK = /[\s\\]*/y
const NUMBER = /[+-]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d+)?/iy
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy
const OPERATORS = /[-+*/%<>=.@|&^~!]+/y
const CONSTANTS = new Set(['None', 'True', 'False'])

class IllFormed extends Error {}

/** Reads `('a', 'b',)` as Python does, with its escapes and with neighbouring strings glued together. */
export function readList(source: string): ListLiteral {
  const reader = new Reader(source)
  try {
    const literal = reader.expression(0)
    if (!reader.atEnd()) return 'ill-formed'
    if (reader.computes) return 'not-literal'
    return literal.items ?? [literal]
  } catch (error) {
    if (error instanceof IllFormed) return 'ill-formed'
    throw error
  }
}

/** As Python shows a tuple. */
export function reprTuple(items: readonly Literal[]): string {
  return items.length === 1 ? `(${items[0]?.repr},)` : `(${items.map((item) => item.repr).join(', ')})`
}

class Reader {
  readonly #source: string
  #at = 0
  /** A name or an operator was met: the list is Python, but not made of literals alone. */
  computes = false

  constructor(source: string) {
    this.#source = source
  }

  atEnd(): boolean {
    this.#take(BLANK)
    return this.#at === this.#source.length
  }

  parenthesis(depth: number): Literal {
    if (depth > DEEPEST || !this.#skip('(')) throw new IllFormed()
    const items: Literal[] = []
    let comma = false
    while (!this.#skip(')')) {
      if (items.length > 0 && !comma) throw new IllFormed()
      items.push(this.expression(depth))
      comma = this.#skip(',')
    }
    const [only] = items
    if (only && items.length === 1 && !comma) return only
    return { repr: reprTuple(items), items }
  }

  expression(depth: number): Literal {
    let literal = this.#operand(depth)
    for (;;) {
      this.#take(BLANK)
      if (this.#peek() === '(') this.parenthesis(depth + 1)
      else if (this.#take(OPERATORS)) literal = this.#operand(depth)
      else return literal
      this.computes = true
    }
  }

  #operand(depth: number): Literal {
    this.#take(BLANK)
    if (this.#peek() === '(') return this.parenthesis(depth + 1)
    const number = this.#take(NUMBER)
    if (number) return { repr: reprOfNumber(number) }
    const literal = this.#string()
    if (literal) return literal
    const word = this.#take(WORD)
    if (!word) throw new IllFormed()
    if (!CONSTANTS.has(word)) this.computes = true
    return { repr: word }
  }

  #string(): Literal | undefined {
    let text: string | undefined
    let bytes = false
    for (;;) {
      this.#take(BLANK)
      const prefix = /[rub]{0,2}(?=['"])/iy
      prefix.lastIndex = this.#at
      const found = prefix.exec(this.#source)?.[0].toLowerCase()
      if (found === undefined) break
      this.#at += found.length
      bytes = found.includes('b')
      text = (text ?? '') + this.#quoted(found.includes('r'))
    }
    if (text === undefined) return undefined
    return bytes ? { repr: `b${reprText(text)}` } : { repr: reprText(text), text }
  }

  #quoted(raw: boolean): string {
    const source = this.#source
    const quote = this.#peek()
    const from = ++this.#at
    while (this.#peek() !== quote) {
      if (this.#at >= source.length || this.#peek() === '\n') throw new IllFormed()
      this.#at += this.#peek() === '\\' ? 2 : 1
    }
    const body = source.slice(from, this.#at++)
    return raw ? body : withoutEscapes(body)
  }

  #peek(): string {
    return this.#source.charAt(this.#at)
  }

  #skip(char: string): boolean {
    this.#take(BLANK)
    if (this.#peek() !== char) return false
    this.#at++
    return true
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#source)?.[0]
    if (!found) return undefined
    this.#at += found.length
    return found
  }
}

function reprOfNumber(source: string): string {
  const plain = source.replaceAll('_', '')
  if (/[.e]/i.test(plain)) return reprFloat(Number(plain))
  return plain.replace(/^\+/, '')
}

const ESCAPES: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))/gs

/** An unknown escape stands for itself, backslash included; one that begins a code and does not end it is an error. */
function withoutEscapes(body: string): string {
  return body.replace(ESCAPE, (all, x, u, U, octal, char: string | undefined) => {
    if (char === undefined)
      return codePoint(octal === undefined ? Number.parseInt(x ?? u ?? U, 16) : Number.parseInt(octal, 8))
    if ('xuUN'.includes(char)) throw new IllFormed()
    return ESCAPES[char] ?? all
  })
}

function codePoint(code: number): string {
  if (code > 0x10ffff) throw new IllFormed()
  return String.fromCodePoint(code)
}
