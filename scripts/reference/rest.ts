import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoint, Range } from '../../packages/contract/src/endpoint.ts'
import { ERROR_CODES } from '../../packages/contract/src/generated/error-codes.ts'
import type { Field } from '../../packages/contract/src/message.ts'
import {
  type Declaration,
  declarationsOf,
  type Member,
  membersOf,
  type Node,
  sourceOf,
  textOf,
} from './declarations.ts'
import { cell, code, pageOf, prose, table } from './markdown.ts'

type AnyEndpoint = Endpoint<Record<string, unknown>, unknown>

/** An endpoint as it runs and as it is written. */
interface Documented {
  readonly endpoint: AnyEndpoint
  readonly declaration: Declaration
  /** The types of request and reply. */
  readonly types: readonly Node[]
}

/** A page for each capability, one for the types that they share, and what is true of all. */
export async function restReference(root: string): Promise<Record<string, string>> {
  const folder = join(root, 'packages/contract/src')
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !/(\.test|^index)\.ts$/.test(name))
    .sort()
  const sources = [...files.map((name) => join(folder, name)), join(folder, 'generated/messages.ts')]
  const types = new Types(
    sources,
    Object.assign({}, ...(await Promise.all(sources.map((file) => import(file))))),
  )
  const pages: Record<string, string> = {}
  const overview: string[] = []
  for (const name of files) {
    const endpoints = await endpointsOf(join(folder, name))
    if (endpoints.length === 0) continue
    const capability = name.slice(0, -3)
    pages[`rest/${capability}.md`] = pageOf(
      ...([
        `REST: ${capability.replaceAll('-', ' ')}`,
        12 + overview.length,
        `packages/contract/src/${name}`,
      ] as const),
      ...endpoints.map((each) => endpointSection(each, types)),
    )
    overview.push(overviewOf(capability, endpoints))
  }
  pages['rest/types.md'] = types.page()
  pages['rest/index.md'] = pageOf('REST', 10, 'packages/contract/src', RULES, errors(), ...overview)
  return pages
}

const RULES = `Paths stand below \`/api/\` and, for pages in a browser, \`/ajax-api/\`; what begins with \`2.0/mlflow/\` also below
\`2.0/preview/mlflow/\`, for clients of MLflow 1. A GET takes its fields in the query, everything else a JSON object as its body.
Names may be written \`like_this\` or \`likeThis\`; fields that are not known are passed over. An \`int64\` may be a number or text, and a
\`double\` also the text \`NaN\`, \`Infinity\` or \`-Infinity\`. What lies below \`3.0/millrace/\` is ours; the rest is MLflow's.

A reply is status 200 with a JSON object. A failure is the status of its code with \`{"error_code": …, "message": …}\`.`

function errors(): string {
  const byStatus = Object.entries(ERROR_CODES).sort(([, a], [, b]) => a.status - b.status)
  const rows = byStatus.map(([name, { status }]) => [String(status), code(name)])
  return `## Errors\n\n${table(['status', '`error_code`'], rows)}`
}

function overviewOf(capability: string, endpoints: readonly Documented[]): string {
  const rows = endpoints.map((each) => [
    each.endpoint.method,
    `[${each.endpoint.path}](${capability}.md#${anchorOf(each)})`,
    prose(each.declaration.doc.text),
  ])
  return `## ${capability.replaceAll('-', ' ')}\n\n${table(['', 'path', ''], rows)}`
}

/** Those that a file exports, by themselves or several under one name. */
async function endpointsOf(file: string): Promise<Documented[]> {
  const module = (await import(file)) as Record<string, unknown>
  const calls = typedCalls(sourceOf(file).body)
  return declarationsOf(file).flatMap((declaration) => {
    const value = module[declaration.name]
    if (isEndpoint(value)) return [{ endpoint: value, declaration, types: calls.get(declaration.name) ?? [] }]
    const group = declaration.kind === 'const' && typeof value === 'object' ? Object.entries(value ?? {}) : []
    return group.flatMap(([name, endpoint]) =>
      isEndpoint(endpoint) ? [{ endpoint, declaration, types: calls.get(name) ?? [] }] : [],
    )
  })
}

/** The types of `name = endpoint<Request, Reply>(…)` and `name: endpoint<Request, Reply>(…)`, wherever it stands. */
function typedCalls(tree: unknown, found = new Map<string, readonly Node[]>()): Map<string, readonly Node[]> {
  if (typeof tree !== 'object' || tree === null) return found
  const { id, key, init, value } = tree as Record<string, Record<string, unknown> | undefined>
  const name = (id ?? key)?.name
  const types = ((init ?? value)?.typeArguments as { params?: Node[] } | undefined)?.params
  if (typeof name === 'string' && types?.length === 2) found.set(name, types)
  for (const part of Object.values(tree)) typedCalls(part, found)
  return found
}

function isEndpoint(value: unknown): value is AnyEndpoint {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'request' in value
  )
}

function titleOf({ endpoint: { method, path } }: Documented): string {
  return `${method} ${path}`
}

function anchorOf(each: Documented): string {
  return titleOf(each)
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')
}

function endpointSection(each: Documented, types: Types): string {
  const { endpoint, declaration } = each
  const [request, reply] = each.types
  const { action, on } = endpoint.permission
  return [
    `## ${titleOf(each)}`,
    prose(declaration.doc.text),
    `Needs: to ${action} the ${on.replaceAll('-', ' ')}.${endpoint.ajaxOnly ? ' Below `/ajax-api/` only.' : ''}`,
    requestTable(endpoint, types, request, declaration.source),
    reply ? types.replyTable(reply, declaration.source) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function requestTable(endpoint: AnyEndpoint, types: Types, node: Node | undefined, source: string): string {
  const fields = Object.entries(endpoint.request.fields)
  if (fields.length === 0) return 'Takes no fields.'
  const members = new Map(node ? types.membersOf(node, source).map((member) => [member.name, member]) : [])
  const rows = fields.map(([name, field]) => [
    code(name),
    types.ofField(field, members.get(name)),
    [cell(members.get(name)?.doc.text.replace(/\.$/, '') ?? ''), ...notesOf(name, field, endpoint)]
      .filter((note) => note !== '')
      .join('; '),
  ])
  return table(['request', 'type', ''], rows)
}

function notesOf(name: string, field: Field, { required, ranges, aliases }: AnyEndpoint): string[] {
  const range = (ranges as Record<string, Range> | undefined)?.[name]
  const younger = Object.entries(aliases ?? {}).find(([, older]) => older === name)?.[0]
  const unit = field.repeated ? ' items' : ''
  return [
    (required as readonly string[] | undefined)?.includes(name) ? '**required**' : '',
    field.default === undefined ? '' : `default ${code(JSON.stringify(field.default))}`,
    range ? `${range.min === undefined ? '' : `from ${range.min} `}up to ${range.max}${unit}` : '',
    younger === undefined ? '' : `older name of ${code(younger)}`,
  ]
}

/** The types of the wire, and which of them pages have named. */
class Types {
  readonly #known: Map<string, Declaration>
  readonly #named = new Set<string>()
  readonly #values: Readonly<Record<string, object>>

  /** @param values what the files export, among it the names that a type may have */
  constructor(files: readonly string[], values: Readonly<Record<string, object>>) {
    this.#values = values
    const all = files.flatMap(declarationsOf).filter(({ kind }) => kind === 'interface' || kind === 'type')
    this.#known = new Map(all.map((declaration) => [declaration.name, declaration]))
  }

  /** Of a field of a request, whose type may be written more exactly than it is decoded. */
  ofField({ type, values, message, repeated }: Field, member: Member | undefined): string {
    if (message && member) return this.#ofText(typeIn(member))
    const single = message
      ? this.#link(message().name)
      : values
        ? this.#choices(Object.keys(values))
        : code(type)
    return repeated ? `list of ${single}` : single
  }

  membersOf(node: Node, source: string): Member[] {
    return node.type === 'TSTypeLiteral' ? membersOf(node, source) : this.#membersOfText(textOf(node, source))
  }

  replyTable(node: Node, source: string): string {
    const members = this.membersOf(node, source)
    const text = textOf(node, source)
    if (text === 'never') return ''
    const declaration = this.#known.get(nameIn(text))
    const doc = declaration ? prose(declaration.doc.text) : ''
    if (members.length > 0)
      return [table(['reply', 'type', ''], this.#rows(members)), doc].filter(Boolean).join('\n\n')
    return declaration?.kind === 'interface' || ['{}', 'object'].includes(text)
      ? 'Replies `{}`.'
      : `Replies ${this.#ofText(text)}.`
  }

  /** What the pages named, and what that names. */
  page(): string {
    const sections = new Map<string, string>()
    for (const name of this.#named) {
      const declaration = this.#known.get(name)
      if (declaration) sections.set(name, this.#section(declaration))
    }
    const sorted = [...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => section)
    return pageOf('REST: types', 11, 'packages/contract/src', ...sorted)
  }

  #section(declaration: Declaration): string {
    const members = this.#membersWithParents(declaration)
    const body =
      members.length > 0
        ? table(['field', 'type', ''], this.#rows(members))
        : this.#choices(Object.keys(this.#values[`${declaration.name}Values`] ?? {})) ||
          this.#ofText(declaration.signature.replace(/^type \w+ = /, ''))
    return [`## ${declaration.name}`, prose(declaration.doc.text), body]
      .filter((part) => part !== '')
      .join('\n\n')
  }

  #membersWithParents(declaration: Declaration): Member[] {
    const own = new Set(declaration.members.map(({ name }) => name))
    const inherited = declaration.parents.flatMap((parent) => this.#membersOfText(parent))
    return [...inherited.filter(({ name }) => !own.has(name)), ...declaration.members]
  }

  #membersOfText(text: string): Member[] {
    const [, whole = text, without = ''] = /^Omit<(.+), (.+)>$/.exec(text) ?? []
    const declaration = this.#known.get(nameIn(whole))
    const members = declaration ? this.#membersWithParents(declaration) : []
    return members.filter(({ name }) => !without.includes(`'${name}'`))
  }

  #rows(members: readonly Member[]): string[][] {
    return members.map((member) => [code(member.name), this.#ofText(typeIn(member)), cell(member.doc.text)])
  }

  #ofText(text: string): string {
    const [, item] = /^(?:readonly )?([\w.]+)\[\]$/.exec(text) ?? []
    if (item !== undefined) return `list of ${this.#ofText(item)}`
    return PLAIN[text] === undefined && this.#known.has(nameIn(text))
      ? this.#link(nameIn(text))
      : code(PLAIN[text] ?? text)
  }

  #link(name: string): string {
    const declaration = this.#known.get(name)
    if (declaration === undefined) return code(name)
    this.#named.add(name)
    return `[${name}](types.md#${name.toLowerCase()})`
  }

  #choices(names: readonly string[]): string {
    return names.map(code).join(', ')
  }
}

/** How the wire calls what TypeScript calls so. */
const PLAIN: Readonly<Record<string, string>> = {
  Int64: 'int64',
  'm.Int64': 'int64',
  Double: 'double',
  boolean: 'bool',
}

function typeIn({ signature }: Member): string {
  return signature.replace(/^\w+\??: ?/, '')
}

function nameIn(text: string): string {
  return /^(?:\w+\.)?(\w+)$/.exec(text)?.[1] ?? ''
}
