import { createHash, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { invalidParameter } from '@millrace/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ArtifactRepository,
  type ArtifactSource,
  type ByteRange,
  UnsatisfiableRange,
} from './repository.ts'
import { safePath } from './safe-path.ts'

export interface OpenedRepository {
  repository: ArtifactRepository
  /** The server that is tested against sends what an address says of the disposition; emulators may not. */
  honoursDisposition?: boolean
  close(): Promise<void>
}

const MiB = 1024 * 1024

const NAMES = [
  'sp ace.txt',
  '100%.txt',
  'a+b',
  'Бг-日本-😀.txt',
  'a..b',
  '.hidden',
  '..x',
  'q\'u"ote',
  'a:b;c=d,e&f',
]

export interface SuiteOptions {
  /** The server that is tested against goes on listing folders whose last file was deleted, as some do. */
  listsEmptyFolders?: boolean
  /** Of the names below, those that the store has no files of; they are refused. */
  refusedNames?: readonly string[]
}

/** What every driver must do. `open` answers with an empty repository, a new one each time. */
export function repositorySuite(
  driver: string,
  open: () => Promise<OpenedRepository>,
  { listsEmptyFolders = false, refusedNames = [] }: SuiteOptions = {},
): void {
  describe(`${driver} as a repository`, () => {
    let opened: OpenedRepository
    let repository: ArtifactRepository

    beforeEach(async () => {
      opened = await open()
      repository = opened.repository
    })
    afterEach(() => opened.close())

    const put = (path: string, text: string) => repository.write(at(path), bytes(text))
    const get = async (path: string, range?: ByteRange) => {
      const { stream, ...rest } = await repository.read(at(path), { range })
      return { ...rest, text: (await buffer(stream)).toString() }
    }
    const names = async (path: string) =>
      (await Array.fromAsync(repository.list(at(path)))).map((f) => f.path)

    it('gives back what was written, and tells its size', async () => {
      const written = await put('a/b/c.txt', 'hello')
      expect(written).toMatchObject({ path: 'a/b/c.txt', is_dir: false, file_size: 5 })
      expect(await get('a/b/c.txt')).toMatchObject({ text: 'hello', size: 5, start: 0, end: 4 })
      expect(await repository.stat(at('a/b/c.txt'))).toMatchObject(written)
    })

    it('keeps an empty file', async () => {
      await put('empty', '')
      expect(await get('empty')).toMatchObject({ text: '', size: 0, start: 0, end: -1 })
    })

    it('replaces a file, and its etag with it', async () => {
      const first = await put('x', 'one')
      const second = await put('x', 'two')
      expect((await get('x')).text).toBe('two')
      if (first.etag) expect(second.etag).not.toBe(first.etag)
    })

    it.each(refusedNames)('refuses the name %s', async (name) => {
      await expect(put(name, 'x')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
      expect(await names('')).toEqual([])
    })

    it.each(NAMES.filter((name) => !refusedNames.includes(name)))('keeps the name %s', async (name) => {
      await put(name, 'x')
      expect(await names('')).toEqual([name])
      expect((await get(name)).text).toBe('x')
    })

    it('lists direct children only, by code point, folders without a size', async () => {
      for (const path of ['b.txt', 'a/x', 'a/deep/y', 'B', '\uffee', '😀', 'a.txt']) await put(path, '12')
      const found = await Array.fromAsync(repository.list(at('')))
      expect(found.map((f) => f.path)).toEqual(['B', 'a', 'a.txt', 'b.txt', '\uffee', '😀'])
      expect(found.map((f) => [f.is_dir, f.file_size])).toContainEqual([true, undefined])
      expect(found[0]).toMatchObject({ is_dir: false, file_size: 2 })
      expect(await names('a')).toEqual(['a/deep', 'a/x'])
    })

    it('lists nothing for a file and for what is missing', async () => {
      await put('file', 'x')
      expect(await names('file')).toEqual([])
      expect(await names('none/at/all')).toEqual([])
    })

    it('says in MLflow’s words what is missing', async () => {
      await expect(get('1/run/artifacts/none.txt')).rejects.toMatchObject({
        code: 'RESOURCE_DOES_NOT_EXIST',
        message: "No such artifact: '1/run/artifacts/none.txt'",
      })
      expect(await repository.stat(at('none'))).toBeUndefined()
    })

    it('does not read a folder', async () => {
      await put('folder/x', 'x')
      await expect(get('folder')).rejects.toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        message: "Artifact path refers to a directory, not a file: 'folder'",
      })
    })

    it.each<[ByteRange, string, number, number]>([
      [{ start: 2, end: 4 }, '234', 2, 4],
      [{ start: 7 }, '789', 7, 9],
      [{ start: 8, end: 99 }, '89', 8, 9],
      [{ suffix: 3 }, '789', 7, 9],
      [{ suffix: 99 }, '0123456789', 0, 9],
    ])('reads the range %o', async (range, text, start, end) => {
      await put('digits', '0123456789')
      expect(await get('digits', range)).toMatchObject({ text, start, end, size: 10 })
    })

    it.each<ByteRange>([{ start: 10 }, { start: 4, end: 3 }, { suffix: 0 }])(
      'refuses the range %o',
      async (range) => {
        await put('digits', '0123456789')
        await expect(get('digits', range)).rejects.toBeInstanceOf(UnsatisfiableRange)
      },
    )

    it('deletes a file, a folder with all it holds, and what is missing', async () => {
      for (const path of ['keep', 'gone', 'folder/a', 'folder/b/c']) await put(path, 'x')
      for (const path of ['gone', 'folder', 'none', 'keep/below/a/file']) await repository.delete(at(path))
      expect(await repository.stat(at('folder'))).toBeUndefined()
      const left = await names('')
      expect(left.filter((name) => !(listsEmptyFolders && name === 'folder'))).toEqual(['keep'])
    })

    it('leaves nothing of a body that breaks off', async () => {
      await expect(repository.write(at('broken'), breaking())).rejects.toThrow('the client went away')
      expect(await names('')).toEqual([])
    })

    it('leaves nothing of a body that is refused at its end, and goes on', async () => {
      await expect(repository.write(at('refused'), breaking(refusal()))).rejects.toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        message: 'not what was announced',
      })
      expect(await names('')).toEqual([])
      await put('next', 'x')
      expect((await get('next')).text).toBe('x')
    })

    it('keeps the old file when its replacement breaks off', async () => {
      await put('x', 'old')
      await expect(repository.write(at('x'), breaking())).rejects.toThrow('the client went away')
      expect((await get('x')).text).toBe('old')
      expect(await names('')).toEqual(['x'])
    })

    it('stops a write that is aborted', async () => {
      const controller = new AbortController()
      const source = (async function* () {
        yield Buffer.from('begun')
        controller.abort()
        yield Buffer.from('never')
      })()
      await expect(repository.write(at('x'), source, controller)).rejects.toMatchObject({
        name: 'AbortError',
      })
      expect(await names('')).toEqual([])
    })

    it('shows no file before it is whole', async () => {
      let seen: string[] | undefined
      const source = (async function* () {
        yield Buffer.alloc(MiB)
        seen = await names('')
        yield Buffer.alloc(MiB)
      })()
      await repository.write(at('big'), source)
      expect(seen).toEqual([])
      expect(await names('')).toEqual(['big'])
    })

    it('one of two writers at once wins, whole', async () => {
      const bodies = ['a'.repeat(MiB), 'b'.repeat(MiB)]
      await Promise.all(bodies.map((body) => put('same/place', body)))
      expect(bodies).toContain((await get('same/place')).text)
      expect(await names('same')).toEqual(['same/place'])
    })

    it('passes on every byte of a large body', async () => {
      const sent = createHash('sha256')
      const source = (async function* () {
        for (let i = 0; i < 24; i++) {
          const chunk = randomBytes(MiB + i)
          sent.update(chunk)
          yield chunk
        }
      })()
      await repository.write(at('large'), source)
      const received = createHash('sha256')
      for await (const chunk of (await repository.read(at('large'))).stream) received.update(chunk)
      expect(received.digest('hex')).toBe(sent.digest('hex'))
    })
  })
}

/** Suites name files as text, not as they stand in a URL. */
export const at = (path: string) => safePath(path, { decoded: true })

export async function* bytes(text: string): ArtifactSource {
  yield Buffer.from(text)
}

/** What a checksum that does not fit comes to. */
export const refusal = () => invalidParameter('not what was announced')

export async function* breaking(error = new Error('the client went away')): ArtifactSource {
  yield Buffer.from('half')
  throw error
}
