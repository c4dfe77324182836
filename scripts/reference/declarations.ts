/** What a TypeScript file exports, as written: names, signatures and docstrings. */
import { readFileSync } from 'node:fs'
import { parseSync } from 'rolldown/utils'

/** The parser's tree, of which only a few things are read. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [part: string]: unknown
}

export interface Member {
  readonly name: string
  readonly doc: Doc
  /** On one line, without a body. */
  readonly signature: string
  /** Of a property. */
  readonly typeNode?: Node
  readonly isOptional: boolean
  /** Of a method: whether it is more than one of its forms. */
  readonly hasBody: boolean
}

export interface Declaration {
  readonly name: string
  readonly kind: 'class' | 'function' | 'interface' | 'type' | 'const'
  readonly doc: Doc
  readonly signature: string
  readonly members: readonly Member[]
  /** Names of what it extends. */
  readonly parents: readonly string[]
  readonly node: Node
  readonly source: string
}

export interface Doc {
  readonly text: string
  readonly example: string
  readonly throws: readonly string[]
  readonly params: Readonly<Record<string, string>>
  readonly isInternal: boolean
}

interface Source {
  readonly text: string
  readonly body: readonly Node[]
}

const sources = new Map<string, Source>()

export function sourceOf(file: string): Source {
  const known = sources.get(file)
  if (known) return known
  const text = readFileSync(file, 'utf8')
  const { program, errors } = parseSync(file, text, { lang: 'ts', sourceType: 'module' })
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const source = { text, body: program.body as unknown as Node[] }
  sources.set(file, source)
  return source
}

/** Its exported declarations; what it hands on from other files is not among them. */
export function declarationsOf(file: string): Declaration[] {
  const { text, body } = sourceOf(file)
  return body.flatMap((statement) => {
    const node = statement.declaration as Node | null | undefined
    if (statement.type !== 'ExportNamedDeclaration' || !node) return []
    const doc = docBefore(text, statement.start)
    if (node.type === 'VariableDeclaration') {
      return (node.declarations as Node[]).map((each) => declared(each, 'const', doc, text))
    }
    const kind = KINDS[node.type]
    return kind === undefined ? [] : [declared(node, kind, doc, text)]
  })
}

const KINDS: Readonly<Record<string, Declaration['kind']>> = {
  ClassDeclaration: 'class',
  FunctionDeclaration: 'function',
  TSDeclareFunction: 'function',
  TSInterfaceDeclaration: 'interface',
  TSTypeAliasDeclaration: 'type',
}

function declared(node: Node, kind: Declaration['kind'], doc: Doc, text: string): Declaration {
  return {
    ...{ name: nameOf(node.id as Node), kind, doc, node, source: text },
    signature: signatureOf(node, text),
    members: membersOf(node, text),
    parents: parentsOf(node, text),
  }
}

function nameOf(id: Node | null | undefined): string {
  return String(id?.name ?? id?.value ?? '')
}

function parentsOf(node: Node, text: string): string[] {
  if (node.superClass) return [textOf(node.superClass as Node, text)]
  return ((node.extends as Node[] | undefined) ?? []).map((each) => textOf(each, text))
}

function signatureOf(node: Node, text: string): string {
  const body = (node.body ?? (node.type === 'VariableDeclarator' ? node.init : undefined)) as
    | Node
    | null
    | undefined
  return oneLine(text.slice(node.start, body?.start ?? node.end).replace(/[={\s]+$/, ''))
}

/** Public members of a class, an interface or an object type. */
export function membersOf(node: Node, text: string): Member[] {
  const list = ((node.body as Node | undefined)?.body ?? node.members) as Node[] | undefined
  return Array.isArray(list) ? list.flatMap((each) => memberOf(each, text)) : []
}

function memberOf(node: Node, text: string): Member[] {
  const key = node.key as Node | undefined
  const doc = docBefore(text, node.start)
  const hidden =
    key?.type === 'PrivateIdentifier' || node.accessibility === 'private' || doc.isInternal || node.computed
  if (!key || hidden || node.override) return []
  const value = node.value as Node | null | undefined
  const body = node.type === 'MethodDefinition' ? (value?.body as Node | undefined) : value
  const annotation = (node.typeAnnotation as Node | undefined)?.typeAnnotation as Node | undefined
  const end = body?.start ?? node.end
  return [
    {
      ...{
        name: nameOf(key),
        doc,
        isOptional: node.optional === true,
        hasBody: body?.type === 'BlockStatement',
      },
      signature: oneLine(text.slice(node.start, end).replace(/[={;\s]+$/, '')).replace(
        /^(readonly|async) /,
        '',
      ),
      ...(annotation && { typeNode: annotation }),
    },
  ]
}

export function textOf(node: Node, text: string): string {
  return oneLine(text.slice(node.start, node.end))
}

function oneLine(text: string): string {
  return text
    .replace(/\/\*\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/([([]) | ([)\]])/g, '$1$2')
    .replace(/,([)\]])/g, '$1')
    .trim()
}

/** The docstring that ends where a declaration begins. */
function docBefore(text: string, start: number): Doc {
  // The linter is told something in between, now and then.
  const before = text
    .slice(0, start)
    .trimEnd()
    .replace(/\s*\/\/ biome-ignore .*$/, '')
  const from = before.endsWith('*/') ? before.lastIndexOf('/**') : -1
  return parseDoc(from === -1 ? '' : before.slice(from + 3, -2))
}

function parseDoc(comment: string): Doc {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
  const text = lines.join('\n').trim()
  const [description = '', ...tags] = text.split(/(?:^|\s)@(?=(?:example|throws|param|internal|returns)\b)/)
  const named = (name: string) =>
    tags.filter((tag) => tag.startsWith(name)).map((tag) => tag.slice(name.length).trim())
  const returns = named('returns').map((what) => `Returns ${what}`)
  return {
    text: [description.trim(), ...returns].filter((part) => part !== '').join(' '),
    example: named('example').join('\n'),
    throws: named('throws'),
    params: Object.fromEntries(
      named('param').map((each) => /^(\S+)\s*([\s\S]*)$/.exec(each)?.slice(1) ?? ['', '']),
    ),
    isInternal: /@internal\b/.test(comment),
  }
}
