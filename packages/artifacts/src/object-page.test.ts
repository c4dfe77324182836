import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byCodePoint } from './by-code-point.ts'
import { type ListedPage, type ListOptions, type ObjectStore, openObjects } from './object-store.ts'
import type { FileInfo, ListPosition } from './repository.ts'
import { safePath } from './safe-path.ts'

/** What a bucket answers, of keys in memory: in their order, a few at a time, from a place on. */
class Keys implements ObjectStore {
  readonly listsInOrder = true
  calls = 0
  readonly #keys: readonly string[]
  readonly #perPage: number

  constructor(keys: readonly string[], perPage: number) {
    this.#keys = keys.toSorted(byCodePoint)
    this.#perPage = perPage
  }

  async *pages(prefix: string, { startAfter = '' }: ListOptions): AsyncGenerator<ListedPage> {
    const keys = this.#keys.filter((key) => key.startsWith(prefix) && byCodePoint(key, startAfter) > 0)
    const entries = [...new Set(keys.map((key) => prefix + key.slice(prefix.length).replace(/\/.*/, '/')))]
    for (let i = 0; i < entries.length || i === 0; i += this.#perPage) {
      this.calls++
      const page = entries.slice(i, i + this.#perPage)
      yield {
        folders: page.filter((key) => key.endsWith('/')),
        objects: page.filter((key) => !key.endsWith('/')).map((key) => ({ key, size: 1 })),
      }
    }
  }

  head = refused
  get = refused
  put = refused
  remove = refused
}

async function refused(): Promise<never> {
  throw new Error('no list needs this')
}

async function inPages(store: Keys, count: number): Promise<FileInfo[]> {
  const repository = openObjects(store, 'root')
  const all: FileInfo[] = []
  for (let after: ListPosition | undefined; ; ) {
    const page = await repository.listPage?.(safePath('in'), { after, count })
    if (!page) throw new Error('it gives no pages')
    expect(page.files.length).toBeLessThanOrEqual(count)
    all.push(...page.files)
    const last = page.files.at(-1)
    if (!page.isMore || !last) return all
    after = { is_dir: last.is_dir, name: last.path.slice('in/'.length) }
  }
}

const name = fc
  .array(fc.constantFrom('a', 'b', '-', '!', '0', '.x', '\uffee', '😀'), { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.join(''))
const key = fc.tuple(name, fc.option(name, { nil: undefined })).map(([first, second]) => {
  return `root/in/${second === undefined ? first : `${first}/${second}`}`
})

it('pages of any size hold what a whole list does, folders first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(key, { maxLength: 40 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 7 }),
      async (keys, count, perPage) => {
        const store = new Keys([...keys, 'root/in.txt', 'root/inn/x'], perPage)
        const whole = await Array.fromAsync(openObjects(store, 'root').list(safePath('in')))
        const ordered = [...whole.filter((file) => file.is_dir), ...whole.filter((file) => !file.is_dir)]
        expect(await inPages(store, count)).toEqual(ordered)
      },
    ),
    { numRuns: 500 },
  )
})

it('pages behind the first do not look at the whole folder', async () => {
  const store = new Keys(
    Array.from({ length: 1000 }, (_, i) => `root/in/${String(i).padStart(4, '0')}`),
    10,
  )
  await inPages(store, 100)
  // 100 for the first page, which looks for folders; 11 at most for each of the other nine.
  expect(store.calls).toBeLessThanOrEqual(100 + 9 * 11)
})
