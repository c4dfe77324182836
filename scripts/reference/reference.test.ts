import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Route } from '../../packages/server/src/http/answer.ts'
import { scratch } from '../../test/helpers/scratch.ts'
import { type Declaration, declarationsOf } from './declarations.ts'
import { restReference } from './rest.ts'

const ROOT = join(import.meta.dirname, '../..')

function declarationsIn(source: string): Declaration[] {
  const folder = scratch('declarations')
  try {
    const file = folder.file('source.ts')
    writeFileSync(file, source)
    return declarationsOf(file)
  } finally {
    folder.remove()
  }
}

test('a declaration is read with its docstring, signature and members', () => {
  const [thing] = declarationsIn(`
/**
 * Something. @throws NotFoundError
 * @example
 * thing.go()
 */
export class Thing extends Base {
  /** How many. */
  readonly count?: number
  #hidden = 1
  private also = 2
  /** @internal */
  inside(): void {}
  /** Goes. */
  async go(where: string, how = {
    fast: true,
  }): Promise<void> { return }
}`)
  expect(thing).toMatchObject({
    name: 'Thing',
    kind: 'class',
    parents: ['Base'],
    signature: 'class Thing extends Base',
  })
  expect(thing?.doc).toMatchObject({ text: 'Something.', throws: ['NotFoundError'], example: 'thing.go()' })
  expect(thing?.members.map(({ signature, doc }) => [signature, doc.text])).toEqual([
    ['count?: number', 'How many.'],
    ['go(where: string, how = { fast: true, }): Promise<void>', 'Goes.'],
  ])
})

test('every endpoint that the server mounts has its place', async () => {
  const pages = Object.values(await restReference(`${ROOT}/`)).join('\n')
  const server = join(ROOT, 'packages/server/src')
  const files = readdirSync(server)
    .map((name) => join(server, name, 'routes.ts'))
    .filter((file) => existsSync(file))
  const modules: Record<string, Route[]>[] = await Promise.all(files.map((file) => import(file)))
  const mounted = modules.flatMap((module) => Object.values(module).flat()).map(({ endpoint }) => endpoint)
  expect(mounted.length).toBeGreaterThan(80)
  for (const { method, path } of mounted) expect(pages).toContain(`\n## ${method} ${path}\n`)
})
