import {
  Document,
  type DocumentOptions,
  isScalar,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
  type ToStringOptions,
  visit,
} from 'yaml'
import { exactInteger } from '../db/exact-integer.ts'

/** A value as it is written, before anybody says whether it is a number: which texts look like one differs between YAMLs. */
type MetaValue = string | null | readonly MetaValue[] | { readonly [name: string]: MetaValue }

/** What a `meta.yaml` says. */
export type Meta = Readonly<Record<string, MetaValue>>

/** What is written to one; numbers stand bare there, texts that look like numbers in quotes. */
export type NewMeta = Readonly<Record<string, unknown>>

/** A file that does not say what it should; the message is a sentence for a person, without the file's name. */
export class DamagedFile extends Error {}

/** Nearly all lines of nearly all files; thirty times as fast as a parser that knows the rest of YAML. */
const PLAIN_LINE =
  /^([a-z_]+):(?: (?:([\w/.][\w/.+@-]*(?::[\w/.+@-]+)*(?: [\w/.+@-]+)*)|'((?:[^'\n]|'')*)'|(\[\]|\{\})))?$/i
const NULLS = new Set(['', 'null', 'Null', 'NULL', '~'])

/** @throws DamagedFile for what is no YAML, or no map. */
export function parseMeta(text: string): Meta {
  return parsePlain(text) ?? parseYaml(text)
}

function parsePlain(text: string): Meta | undefined {
  const meta: Record<string, MetaValue> = {}
  for (const line of text.split('\n')) {
    if (line === '') continue
    const match = PLAIN_LINE.exec(line)
    if (match === null) return undefined
    const [, name = '', plain, quoted, empty] = match
    if (quoted !== undefined) meta[name] = quoted.includes("''") ? quoted.replaceAll("''", "'") : quoted
    else if (empty !== undefined) meta[name] = empty === '[]' ? [] : {}
    else meta[name] = plain === undefined || NULLS.has(plain) ? null : plain
  }
  return meta
}

/** Every scalar stays the text that it is. */
const AS_TEXTS: ParseOptions & DocumentOptions & SchemaOptions = { schema: 'failsafe', uniqueKeys: false }

function parseYaml(text: string): Meta {
  return mapIn(text, AS_TEXTS, (document) =>
    visit(document, {
      Scalar(key, node) {
        if (key === 'key' || !isScalar(node) || node.type !== 'PLAIN') return
        if (NULLS.has(String(node.value))) node.value = null
      },
    }),
  ) as Meta
}

/** What a file of a trace says: whether a value is a text or a number counts there. */
export function parseTyped(text: string): Readonly<Record<string, unknown>> {
  return mapIn(text, { version: '1.1', uniqueKeys: false })
}

function mapIn(
  text: string,
  options: typeof AS_TEXTS,
  prepare?: (document: Document.Parsed) => void,
): Readonly<Record<string, unknown>> {
  const value = valueIn(text, options, prepare)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new DamagedFile('it holds no map of names and values')
}

/** Aliases may lead nowhere, or multiply what they stand for, and lists may nest without end. */
function valueIn(...[text, options, prepare]: Parameters<typeof mapIn>): unknown {
  try {
    const document = parseDocument(text, options)
    const [problem] = document.errors
    if (problem) throw problem
    prepare?.(document)
    return document.toJS()
  } catch (error) {
    throw new DamagedFile(`it is not YAML: ${(error as Error).message.split('\n')[0]}`)
  }
}

/** In the order and quotes of PyYAML. */
const LIKE_PYTHON: ToStringOptions & DocumentOptions & SchemaOptions = {
  lineWidth: 0,
  singleQuote: true,
  sortMapEntries: true,
  nullStr: 'null',
}

/** Letters that Python's reader takes only escaped, between double quotes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const UNPRINTABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g

/** Texts that PyYAML takes as they are: no number, date or time begins like one, and the words are left out. */
const UNMISTAKABLE =
  /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_/][\w/.-]*(?::[\w/.-]+)*(?: [\w/.-]+)*$/i

export function formatMeta(meta: NewMeta): string {
  const document = new Document(meta, LIKE_PYTHON)
  visit(document, {
    Scalar(_key, node) {
      if (!isScalar(node) || typeof node.value !== 'string') return
      if (node.value.search(UNPRINTABLE) >= 0) node.type = 'QUOTE_DOUBLE'
      else if (!UNMISTAKABLE.test(node.value)) node.type = 'QUOTE_SINGLE'
    },
  })
  return document.toString(LIKE_PYTHON).replace(UNPRINTABLE, escaped)
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A text, or null where there is none. */
export function textOf(meta: Meta, name: string): string | null {
  const value = meta[name] ?? null
  if (value === null || typeof value === 'string') return value
  throw new DamagedFile(`'${name}' is not a text`)
}

export function requiredText(meta: Meta, name: string): string {
  const text = textOf(meta, name)
  if (text !== null) return text
  throw new DamagedFile(`'${name}' is missing`)
}

const INTEGER = /^[+-]?\d{1,19}$/

/** A whole number, or null where there is none. */
export function integerOf(meta: Meta, name: string): number | null {
  const text = textOf(meta, name)
  if (text === null) return null
  if (INTEGER.test(text)) return exactInteger(text.replace('+', ''))
  throw new DamagedFile(`'${name}' is not a whole number: ${text.slice(0, 40)}`)
}

/** A map of names and texts; what is no text in it is written as JSON. */
export function pairsOf(meta: Meta, name: string): [key: string, value: string][] {
  const value = meta[name] ?? {}
  if (typeof value !== 'object' || Array.isArray(value)) return []
  return Object.entries(value).map(([key, item]) => [
    key,
    typeof item === 'string' ? item : JSON.stringify(item),
  ])
}
