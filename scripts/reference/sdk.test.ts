import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Declaration, Doc } from './declarations.ts'
import { exportedOfSdk, isMethod } from './sdk.ts'

const ROOT = new URL('../../', import.meta.url).pathname

/** What does something: classes but errors, their methods, functions. */
interface Deed {
  readonly name: string
  readonly doc: Doc
}

const deeds = exportedOfSdk(ROOT).flatMap(deedsOf)

function deedsOf({ name, kind, doc, members }: Declaration): Deed[] {
  if (kind === 'function') return [{ name, doc }]
  if (kind !== 'class' || name.endsWith('Error')) return []
  const methods = members.filter((member) => isMethod(member) && member.name !== 'constructor')
  return [{ name, doc }, ...methods.map((method) => ({ name: `${name}.${method.name}`, doc: method.doc }))]
}

/** A function with several forms is explained once. */
const formsOf = (name: string) => deeds.filter((deed) => deed.name === name)

test('all that the SDK can do is explained, with an example', () => {
  const names = [...new Set(deeds.map(({ name }) => name))]
  const isBare = (name: string) => !formsOf(name).some(({ doc }) => doc.text !== '' && doc.example !== '')
  expect(names.filter(isBare)).toEqual([])
})

/** What examples speak of without making it. */
const GIVEN = `
import { readFile } from 'node:fs/promises'
import * as sdk from '@millrace/sdk'
declare const ort: { InferenceSession: { create(path: string): Promise<sdk.OnnxSession> } }
declare const tf: { loadLayersModel(source: object): Promise<unknown> }
declare const model: sdk.TensorflowModel & sdk.LoggedModel & { fit(xs: unknown, ys: unknown, args: object): Promise<void> }
declare function train(): number
declare function grow(trees: number, onTree: (tree: number, error: number) => void): Promise<object>
declare const choice: sdk.ExperimentChoice
declare const [runId, modelId, datasetId, recordId, webhookId, traceId, a, b, id]: string[] & Record<number, string>
declare const [loss, accuracy, step, epoch]: number[] & Record<number, number>
declare const [topology, weights]: Uint8Array[] & Record<number, Uint8Array>
declare const [xs, ys]: unknown[]
declare const canvas: { getContext(kind: '2d'): { getImageData(...where: number[]): sdk.Pixels } }
`

test('the examples are right', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-examples-'))
  const names = exportedOfSdk(ROOT).flatMap(({ name, kind }) =>
    kind === 'function' || kind === 'class' ? [name] : [],
  )
  const bodies = deeds.map(({ name, doc }, at) => {
    const code = /```ts\n([\s\S]*?)```/.exec(doc.example)?.[1] ?? ''
    // A tracker that is made elsewhere, unless the function of that name is called.
    const tracker = code.includes('tracker()') ? '' : 'tracker: sdk.Tracker, '
    return `/* ${name} */ export async function example${at}(${tracker}client: sdk.Client, run: sdk.Run) {{\n${code}\n}}`
  })
  const imports = `import { ${[...new Set(names)].join(', ')} } from '@millrace/sdk'`
  writeFileSync(join(folder, 'examples.ts'), [GIVEN, imports, ...bodies].join('\n'))
  const options = {
    // What is given above has many names.
    noUncheckedIndexedAccess: false,
    verbatimModuleSyntax: false,
    isolatedModules: false,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: { '@millrace/sdk': [join(ROOT, 'packages/sdk/src/index.ts')] },
  }
  const config = { extends: join(ROOT, 'tsconfig.json'), include: ['examples.ts'], compilerOptions: options }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
  const checked = promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder])
  expect(
    await checked.then(
      () => '',
      ({ stdout }) => stdout,
    ),
  ).toBe('')
  rmSync(folder, { recursive: true })
}, 60_000)
