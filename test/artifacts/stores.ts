import { describe, expect, test } from 'vitest'
import { type AskedPage, openRepository, safePath } from '../../packages/artifacts/src/index.ts'
import type { OpenedRepository } from '../../packages/artifacts/src/repository.suite.ts'
import type { StoreService } from '../services/store.ts'

/** Opens an empty place of a store for a suite. */
export async function openEmpty(store: StoreService, honoursDisposition = true): Promise<OpenedRepository> {
  return {
    repository: await openRepository(store.newRoot()),
    honoursDisposition,
    close: async () => {},
  }
}

const MORE_THAN_A_PAGE = 1100
const AT_ONCE = 20

/** Lists come in pages, and are deleted by them. */
export function pagedSuite(store: StoreService): void {
  describe('more files than a page of a list', () => {
    test('are listed, in order, and deleted', async () => {
      const { repository } = await openEmpty(store)
      const names = Array.from({ length: MORE_THAN_A_PAGE }, (_, i) => `many/${String(i).padStart(4, '0')}`)
      for (let i = 0; i < names.length; i += AT_ONCE) {
        await Promise.all(
          names.slice(i, i + AT_ONCE).map((name) => repository.write(safePath(name), empty())),
        )
      }
      await repository.write(safePath('many.txt'), empty())
      const listed = await Array.fromAsync(repository.list(safePath('many')))
      expect(listed.map(({ path }) => path)).toEqual(names)
      const page = (asked: AskedPage) => repository.listPage?.(safePath('many'), asked)
      const [last = ''] = names.slice(1040, 1041)
      const after = { is_dir: false, name: last.slice('many/'.length) }
      const first = await page({ count: 3 })
      // A store whose order is not known gives no pages.
      if (first) {
        const paths = (files: readonly { path: string }[] = []) => files.map(({ path }) => path)
        expect([first.isMore, paths(first.files)]).toEqual([true, names.slice(0, 3)])
        expect(paths((await page({ after, count: 20 }))?.files)).toEqual(names.slice(1041, 1061))
        const end = await page({ after, count: 1000 })
        expect([end?.isMore, paths(end?.files)]).toEqual([false, names.slice(1041)])
      }
      await repository.delete(safePath('many'))
      expect(await repository.stat(safePath('many'))).toBeUndefined()
      expect(await repository.stat(safePath('many.txt'))).toMatchObject({ file_size: 0 })
    }, 120_000)
  })
}

async function* empty(): AsyncGenerator<Buffer> {}
