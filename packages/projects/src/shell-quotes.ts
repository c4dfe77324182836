/** What a shell makes of a text that follows. */
type Quote = 'bare' | 'double' | 'single' | 'ansi' | 'arithmetic' | 'here'

interface Frame {
  readonly quote: Quote
  /** What ends it; the outermost has no end. */
  readonly end: string
}

/** How a variable is written so that it is one word, or a part of the one that it is in. */
const WRITTEN: Readonly<Record<Quote, (name: string) => string>> = {
  bare: (name) => `"\${${name}}"`,
  double: (name) => `\${${name}}`,
  single: (name) => `'"\${${name}}"'`,
  ansi: (name) => `'"\${${name}}"$'`,
  arithmetic: (name) => `\${${name}}`,
  here: (name) => `\${${name}}`,
}

const HERE = /^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|(\\?)([\w.]+))/
const WHOLE_NUMBER = /^[+-]?\d+$/
const WORD_BEFORE = /(^|[\s;&|()])$/

interface HereDocument {
  readonly end: string
  readonly stripsTabs: boolean
  readonly isLiteral: boolean
}

/**
 * Follows the quotes of a script of bash, to know how a value is written at its end. A script that it misjudges may split a
 * value, or show a quote; the value is a variable's all the same, which no shell takes for commands.
 */
export class ShellQuotes {
  readonly #frames: Frame[] = [{ quote: 'bare', end: '' }]
  readonly #waiting: HereDocument[] = []
  #here: HereDocument | undefined
  #line = ''
  #isComment = false
  #isEscaped = false

  /**
   * How the variable is written here.
   * @param parameter what a person calls it
   * @param fault makes the error of where it cannot be put, which is thrown
   */
  variable(name: string, value: string, parameter: string, fault: (reason: string) => Error): string {
    this.#isEscaped = false
    this.#line += 'x'
    if (this.#here?.isLiteral) {
      throw fault(
        `The command has a value in a quoted here-document (<<'${this.#here.end}'), where the shell puts none: write <<${this.#here.end}.`,
      )
    }
    if (this.#isComment) return WRITTEN.double(name)
    if (this.#isCalculated && !WHOLE_NUMBER.test(value)) {
      throw fault(
        `The command calculates with the parameter ${parameter} and '${value}' is no whole number: bash would evaluate what stands in it. Only digits, with a sign or without, are allowed there; if a subshell is meant by '((', write '( ('.`,
      )
    }
    return WRITTEN[this.#top.quote](name)
  }

  read(text: string): void {
    let at = 0
    while (at < text.length) at += this.#step(text.slice(at))
  }

  get #top(): Frame {
    return this.#frames.at(-1) as Frame
  }

  /** Quotes do not keep bash from evaluating what stands in its arithmetic; a command in it is a command. */
  get #isCalculated(): boolean {
    return this.#frames.findLast(({ quote }) => quote !== 'double')?.quote === 'arithmetic'
  }

  /** @returns how many characters are done */
  #step(rest: string): number {
    const [char = ''] = rest
    if (char === '\n') return this.#newLine()
    const before = this.#line
    this.#line += char
    if (this.#here?.isLiteral || this.#isComment) return 1
    if (this.#isEscaped) {
      this.#isEscaped = false
      return 1
    }
    const { quote, end } = this.#top
    if (char === '\\' && quote !== 'single') {
      this.#isEscaped = true
      return 1
    }
    if (end !== '' && rest.startsWith(end)) {
      this.#frames.pop()
      return end.length
    }
    return quote === 'single' || quote === 'ansi' ? 1 : this.#open(rest, before)
  }

  #open(rest: string, before: string): number {
    const { quote } = this.#top
    const isBare = quote === 'bare'
    if (isBare && rest.startsWith('#') && WORD_BEFORE.test(before)) {
      this.#isComment = true
      return 1
    }
    const here = isBare && !rest.startsWith('<<<') ? HERE.exec(rest) : null
    if (here) return this.#announce(here)
    const opened = OPENERS.find(([start, , within]) => rest.startsWith(start) && within.includes(quote))
    if (!opened) return rest.startsWith('<<<') ? 3 : 1
    const [start, frame] = opened
    this.#frames.push(frame)
    return start.length
  }

  #announce([matched, dash, single, double, backslash, word]: RegExpExecArray): number {
    const end = single ?? double ?? word ?? ''
    const isLiteral = single !== undefined || double !== undefined || backslash === '\\'
    this.#waiting.push({ end, stripsTabs: dash === '-', isLiteral })
    return matched.length
  }

  #openHere(): void {
    this.#here = this.#waiting.shift()
    if (this.#here) this.#frames.push({ quote: 'here', end: '' })
  }

  #closeHere(): void {
    this.#here = undefined
    // With what was left open in it.
    this.#frames.splice(this.#frames.findLastIndex(({ quote }) => quote === 'here'))
  }

  #newLine(): number {
    const here = this.#here
    const line = here?.stripsTabs ? this.#line.replace(/^\t+/, '') : this.#line
    if (here && line === here.end) this.#closeHere()
    if (!this.#here) this.#openHere()
    this.#line = ''
    this.#isComment = false
    this.#isEscaped = false
    return 1
  }
}

const BARE: readonly Quote[] = ['bare']
const EXPANDED: readonly Quote[] = ['bare', 'double', 'arithmetic', 'here']

/** What opens which quote, and within which. */
const OPENERS: readonly (readonly [string, Frame, readonly Quote[]])[] = [
  ["$'", { quote: 'ansi', end: "'" }, BARE],
  ["'", { quote: 'single', end: "'" }, BARE],
  ['"', { quote: 'double', end: '"' }, ['bare', 'double', 'arithmetic']],
  ['$((', { quote: 'arithmetic', end: '))' }, EXPANDED],
  ['$[', { quote: 'arithmetic', end: ']' }, EXPANDED],
  ['$(', { quote: 'bare', end: ')' }, EXPANDED],
  ['`', { quote: 'bare', end: '`' }, EXPANDED],
  ['((', { quote: 'arithmetic', end: '))' }, BARE],
  ['(', { quote: 'bare', end: ')' }, BARE],
  // Only to know which of the closing ones ends the arithmetic.
  ['(', { quote: 'arithmetic', end: ')' }, ['arithmetic']],
  ['[', { quote: 'arithmetic', end: ']' }, ['arithmetic']],
]
