import { WORDS, type WordKind } from './keywords.ts'

export type TokenKind =
  | WordKind
  | 'space'
  | 'comment'
  | 'name'
  | 'symbol'
  | 'string'
  | 'number'
  | 'hex'
  | 'placeholder'
  | 'wildcard'
  | 'comparator'
  | 'cast'
  | 'arrow'
  | 'assign'
  | 'dot'
  | 'comma'
  | 'semicolon'
  | 'open'
  | 'close'
  | 'open-square'
  | 'close-square'
  | 'other'

export interface Token {
  readonly kind: TokenKind
  readonly start: number
  readonly end: number
}

// Python's notions of a word character and of white space, which are not JavaScript's.
const W = '[\\p{L}\\p{N}_]'
const S = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const LETTER = '[A-Za-z\\xc0-\\xdc\\xe0-\\xfc]'
const NOT_IN_WORD = '(?![_A-Za-z\\xc0-\\xdc\\xe0-\\xfc])'

type Matched = TokenKind | 'word' | 'punctuation'

interface Rule {
  readonly kind: Matched
  /** What the text begins with; asked first because most rules can then be left out. */
  readonly first: RegExp
  readonly pattern: RegExp
}

function rule(kind: Matched, first: string, pattern: string): Rule {
  return { kind, first: new RegExp(`^${first}`, 'iu'), pattern: new RegExp(pattern, 'yisu') }
}

/** Tried in this order at every position; none of them can look at the same text more than a few times. */
const RULES: readonly Rule[] = [
  rule('comment', '[-#]', '(?:--|# )[^\\r\\n]*(?:\\r\\n|\\r|\\n)?'),
  rule('space', S, `${S}+`),
  rule('assign', ':', ':='),
  rule('cast', ':', '::'),
  rule('wildcard', '\\*', '\\*'),
  rule('placeholder', '[?%$:]', `%(?:\\(${W}+\\))?s|\\?|(?<!${W})[$:]${W}+`),
  rule('other', '\\\\', `\\\\${W}+`),
  rule('keyword', '[civufa]', `(?:case|in|values|using|from|as)(?!${W})`),
  rule('name', '[@#]', `(?:@|##?)${LETTER}${W}+`),
  rule('name', LETTER, `${LETTER}${W}*(?=${S}*\\.(?![0-9]))`),
  rule('name', LETTER, `(?<=\\.)${LETTER}${W}*`),
  rule('name', LETTER, `${LETTER}${W}*(?=\\()`),
  rule('hex', '[-0]', '-?0x[0-9a-f]+'),
  rule('number', '[-0-9]', '-?[0-9]+(?:\\.[0-9]+)?e-?[0-9]+'),
  rule('number', '[-.0-9]', `-?(?:[0-9]+\\.[0-9]*|\\.[0-9]+)${NOT_IN_WORD}`),
  rule('number', '[-0-9]', `-?[0-9]+${NOT_IN_WORD}`),
  rule('name', '\\[', `(?<!${W}|[\\])])\\[[^\\][]+\\]`),
  rule('keyword', 'n', `(?:not${S}+null|nulls${S}+(?:first|last))(?!${W})`),
  rule('keyword', '[uog]', `(?:union${S}+all|(?:group|order)${S}+by)(?!${W})`),
  rule('keyword', '[lrf]', `(?:left|right|full)${S}+(?:outer${S}+)?join(?!${W})`),
  rule('keyword', '[icn]', `(?:inner|cross|natural)${S}+join(?!${W})`),
  rule('comparator', '[nlir]', `(?:not${S}+)?(?:like|ilike|rlike|regexp)(?!${W})`),
  rule('word', W, `${W}(?:${W}|[$#])*`),
  rule('arrow', '-', '->>?'),
  rule('operator', '[-#@<?]', '#>>?|#-|@>|<@|\\?[|&]|-'),
  rule('comparator', '[<>=~!]', '[<>=~!]+'),
  rule('operator', '[+/@#%^&|-]', '[+/@#%^&|-]+'),
  rule('punctuation', '[;()[\\],.]', '[;()[\\],.]'),
  rule('other', '', '.'),
]

function rulesFor(...firsts: readonly string[]): readonly Rule[] {
  return RULES.filter(({ first }) => firsts.some((char) => first.test(char)))
}

const ASCII_RULES = Array.from({ length: 128 }, (_, code) => rulesFor(String.fromCharCode(code)))
const OTHER_RULES = rulesFor('é', 'ж', '\xa0', '€')

const PUNCTUATION: Record<string, TokenKind> = {
  ';': 'semicolon',
  '(': 'open',
  ')': 'close',
  '[': 'open-square',
  ']': 'close-square',
  ',': 'comma',
  '.': 'dot',
}

interface Quote {
  readonly kind: TokenKind
  readonly escapes: boolean
}

const QUOTES: Record<string, Quote> = {
  '`': { kind: 'name', escapes: false },
  '´': { kind: 'name', escapes: false },
  "'": { kind: 'string', escapes: true },
  '"': { kind: 'symbol', escapes: true },
}

/** Cuts a filter into tokens as MLflow's SQL lexer does; every character belongs to exactly one token. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  const lastCommentEnd = source.lastIndexOf('*/')
  for (let start = 0; start < source.length; ) {
    const token = blockComment(source, start, lastCommentEnd) ?? nextToken(source, start)
    tokens.push(token)
    start = token.end
  }
  return tokens
}

function blockComment(source: string, start: number, lastCommentEnd: number): Token | undefined {
  // Without this check a text of many unclosed `/*` would be searched to its end for each of them.
  if (start + 2 > lastCommentEnd || !source.startsWith('/*', start)) return undefined
  return { kind: 'comment', start, end: source.indexOf('*/', start + 2) + 2 }
}

function nextToken(source: string, start: number): Token {
  const found = quoted(source, start)
  if (found) return found
  for (const { kind, pattern } of ASCII_RULES[source.charCodeAt(start)] ?? OTHER_RULES) {
    pattern.lastIndex = start
    if (pattern.test(source)) return token(kind, source, start, pattern.lastIndex)
  }
  return { kind: 'other', start, end: start + 1 }
}

function token(kind: Matched, source: string, start: number, end: number): Token {
  if (kind === 'word')
    return { kind: WORDS.get(source.slice(start, end).toLowerCase()) ?? 'name', start, end }
  if (kind === 'punctuation') return { kind: PUNCTUATION[source.slice(start, end)] ?? 'other', start, end }
  return { kind, start, end }
}

function quoted(source: string, start: number): Token | undefined {
  const quote = QUOTES[source.charAt(start)]
  const end = quote && endOfQuoted(source, start, quote.escapes)
  return end === undefined ? undefined : { kind: quote?.kind ?? 'other', start, end }
}

/**
 * Doubled and (for some) backslashed quotes belong to the text as long as another one follows to close it;
 * where none does, the last of them closes it.
 */
function endOfQuoted(source: string, start: number, escapes: boolean): number | undefined {
  const mark = source.charAt(start)
  let lastResort: number | undefined
  for (let at = source.indexOf(mark, start + 1); at >= 0; ) {
    const escaped = escapes && isEscaped(source, at, start)
    if (!escaped && source.charAt(at + 1) !== mark) return at + 1
    lastResort = at + 1
    at = source.indexOf(mark, escaped ? at + 1 : at + 2)
  }
  return lastResort
}

/** One backslash before the quote counts, however many precede it: the lexer knows no escaped backslash. */
function isEscaped(source: string, at: number, start: number): boolean {
  return at - 1 > start && source.charAt(at - 1) === '\\'
}
