import { join } from 'node:path'
import {
  type Declaration,
  type Doc,
  declarationsOf,
  type Member,
  type Node,
  sourceOf,
} from './declarations.ts'
import { cell, code, pageOf, prose, table } from './markdown.ts'

type Group = 'functions' | 'classes' | 'types' | 'errors'

const GROUPS: readonly (readonly [group: Group, title: string])[] = [
  ['functions', 'SDK: functions'],
  ['classes', 'SDK: classes'],
  ['types', 'SDK: types'],
  ['errors', 'SDK: errors'],
]

/** What `@millrace/sdk` exports, from its sources. */
export function sdkReference(root: string): Record<string, string> {
  const exported = exportedOfSdk(root)
  const places = new Map(
    exported.map((each) => [each.name, `${groupOf(each)}.md#${each.name.toLowerCase()}`]),
  )
  const pages = GROUPS.map(([group, title], index) => {
    const members = exported.filter((each) => groupOf(each) === group)
    const sections = [...new Set(members.map(({ name }) => name))].map((name) =>
      section(
        members.filter((each) => each.name === name),
        places,
      ),
    )
    return [`sdk/${group}.md`, pageOf(title, 51 + index, 'packages/sdk/src', ...sections)] as const
  })
  return { 'sdk/index.md': overview(exported), ...Object.fromEntries(pages) }
}

/** By their names in the index, in its order. */
export function exportedOfSdk(root: string): Declaration[] {
  return exportsOf(join(root, 'packages/sdk/src'), 'index.ts')
}

function overview(exported: readonly Declaration[]): string {
  const tables = GROUPS.map(([group, title]) => {
    const rows = exported
      .filter(
        (each, at) => groupOf(each) === group && exported.findIndex(({ name }) => name === each.name) === at,
      )
      .map(({ name, doc }) => [`[${name}](${group}.md#${name.toLowerCase()})`, cell(firstSentence(doc.text))])
    return `## ${title.replace(/^SDK: /, '')}\n\n${table([group, ''], rows)}`
  })
  const how = 'Its [README](../../../packages/sdk/README.md) tells how it is used.'
  return pageOf('SDK', 50, 'packages/sdk/src', `What \`@millrace/sdk\` exports. ${how}`, ...tables)
}

function firstSentence(text: string): string {
  return /^[\s\S]*?[.:](?=\s|$)/.exec(text)?.[0] ?? text
}

function exportsOf(folder: string, index: string): Declaration[] {
  return sourceOf(join(folder, index)).body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.source) return []
    const from = String((statement.source as Node).value)
    const declarations = declarationsOf(join(folder, from))
    return (statement.specifiers as { local: { name: string } }[]).flatMap(({ local: { name } }) => {
      const found = declarations.filter((each) => each.name === name)
      if (found.length === 0)
        throw new Error(`${from} does not declare ${name}, which the SDK's index exports`)
      return withoutImplementation(found, (each) => each.node.type === 'FunctionDeclaration')
    })
  })
}

/** Where a function has several forms, what carries them out is none of them. */
function withoutImplementation<T>(all: readonly T[], isImplementation: (each: T) => boolean): T[] {
  return all.length > 1 ? all.filter((each) => !isImplementation(each)) : [...all]
}

function groupOf({ kind, name }: Declaration): Group {
  if (kind === 'function' || kind === 'const') return 'functions'
  if (kind === 'class') return name.endsWith('Error') ? 'errors' : 'classes'
  return 'types'
}

function section(forms: readonly Declaration[], places: ReadonlyMap<string, string>): string {
  const [first] = forms
  if (!first) return ''
  const signatures = forms.map(({ signature }) => signature.replace(/^async /, ''))
  const text = signatures.join('\n')
  const heads =
    first.kind === 'function' || first.kind === 'type' || first.parents.length > 0 ? [block(text)] : []
  return [
    `## ${first.name}`,
    ...described(first.doc),
    ...heads,
    ...(first.kind === 'class' ? methods(first) : [fields(first)]),
    mentioned(text + first.members.map(({ signature }) => signature).join(' '), first.name, places),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function described({ text, example, throws, params }: Doc): string[] {
  return [
    prose(text.replace(/\n\s*/g, ' ')),
    ...Object.entries(params).map(([name, what]) => `- ${code(name)}: ${prose(what)}`),
    ...throws.map((what) => `Throws ${prose(what)}.`),
    example.includes('```')
      ? example.replace(/^```ts$/gm, '```ts no-run=illustration')
      : example && `For example ${code(example)}.`,
  ]
}

function block(signature: string): string {
  return `\`\`\`ts no-run=illustration\n${signature}\n\`\`\``
}

/** Whether a member of a class does something, rather than hold it. */
export function isMethod({ signature }: Member): boolean {
  return /^(static )?[\w#]+(<.*?>)?\(/.test(signature)
}

/** Of a class: what it holds as a table, what it does one by one. */
function methods(declaration: Declaration): string[] {
  const names = [...new Set(declaration.members.filter(isMethod).map(({ name }) => name))]
  return [
    fields({ ...declaration, members: declaration.members.filter((member) => !isMethod(member)) }),
    ...names.flatMap((name) => {
      const all = declaration.members.filter((member) => member.name === name && isMethod(member))
      const forms = withoutImplementation(all, (each) => each.hasBody)
      const doc = all.find(({ doc }) => doc.text !== '' || doc.example !== '')?.doc ?? all[0]?.doc
      const title = name === 'constructor' ? `new ${declaration.name}` : `${declaration.name}.${name}`
      return [
        `### ${title}`,
        block(forms.map(({ signature }) => signature).join('\n')),
        ...(doc ? described(doc) : []),
      ]
    }),
  ]
}

function fields({ members }: Declaration): string {
  return table(
    ['', 'type', ''],
    members.map(({ name, signature, isOptional, doc }) => [
      code(isOptional ? `${name}?` : name),
      code(signature.replace(/^(get \w+\(\)|\w+\??): ?/, '')),
      [cell(doc.text), doc.example && `For example ${code(doc.example.replace(/^```\w*\s|\s```$/g, ''))}.`]
        .filter(Boolean)
        .join(' '),
    ]),
  )
}

/** Links to what is named in a signature. */
function mentioned(text: string, self: string, places: ReadonlyMap<string, string>): string {
  const names = [...new Set(text.match(/\b[A-Z]\w+/g))]
    .filter((name) => name !== self && places.has(name))
    .sort()
  return names.length === 0 ? '' : `See ${names.map((name) => `[${name}](${places.get(name)})`).join(', ')}.`
}
