import { execFileSync } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLocal } from './local.ts'
import { localRoot } from './local-root.ts'
import { at, bytes, repositorySuite } from './repository.suite.ts'

// Everything, the places that links lead to included, is in a folder of its own: a delete that follows a link
// must never reach anything but bait.
async function scratch() {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-artifacts-'))
  return { folder, root: join(folder, 'root'), remove: () => rm(folder, { recursive: true }) }
}

for (const [name, uriOf] of Object.entries({
  'local path': (root: string) => root,
  'file URI': (root: string) => pathToFileURL(root).href,
})) {
  repositorySuite(name, async () => {
    const { root, remove } = await scratch()
    return { repository: openLocal(uriOf(root)), close: remove }
  })
}

describe('links in a local folder', () => {
  let place: Awaited<ReturnType<typeof scratch>>
  let bait: string
  const repository = () => openLocal(place.root)
  const refused = {
    code: 'INVALID_PARAMETER_VALUE',
    message: 'Invalid path: resolved path is outside the artifact directory',
  }

  beforeEach(async () => {
    place = await scratch()
    bait = join(place.folder, 'outside')
    await mkdir(join(place.root, 'inner'), { recursive: true })
    await mkdir(bait)
    await writeFile(join(bait, 'secret'), 'bait')
    await writeFile(join(place.root, 'inner', 'file'), 'inside')
    await symlink(bait, join(place.root, 'folder-out'))
    await symlink(join(bait, 'secret'), join(place.root, 'file-out'))
    await symlink('../../outside', join(place.root, 'inner', 'relative-out'))
    await symlink('inner', join(place.root, 'folder-in'))
    await symlink('inner/file', join(place.root, 'file-in'))
    await symlink('nowhere', join(place.root, 'dangling'))
    await symlink('loop', join(place.root, 'loop'))
  })
  afterEach(() => place.remove())

  describe.each(['folder-out/secret', 'file-out', 'inner/relative-out'])('%s leaves the root', (path) => {
    it('is refused for read, stat, list, write and delete, and the target stays', async () => {
      await expect(repository().read(at(path))).rejects.toMatchObject(refused)
      await expect(repository().stat(at(path))).rejects.toMatchObject(refused)
      await expect(Array.fromAsync(repository().list(at(path)))).rejects.toMatchObject(refused)
      await expect(repository().write(at(path), bytes('x'))).rejects.toMatchObject(refused)
      await expect(repository().delete(at(path))).rejects.toMatchObject(refused)
      expect(await readFile(join(bait, 'secret'), 'utf8')).toBe('bait')
      expect(await readdir(bait)).toEqual(['secret'])
    })
  })

  it.each(['folder-out/new', 'folder-out/deep/new', 'dangling/new'])(
    'nothing is made behind %s',
    async (path) => {
      await expect(repository().write(at(path), bytes('x'))).rejects.toMatchObject(refused)
      expect(await readdir(bait)).toEqual(['secret'])
    },
  )

  it('deleting a missing file behind a link out of the root is refused too', async () => {
    await expect(repository().delete(at('folder-out/none'))).rejects.toMatchObject(refused)
  })

  it('a folder is listed without the links that lead out or nowhere', async () => {
    const paths = (await Array.fromAsync(repository().list(at('')))).map((f) => f.path)
    expect(paths).toEqual(['file-in', 'folder-in', 'inner'])
  })

  it('a link that stays inside is followed', async () => {
    expect(await repository().stat(at('file-in'))).toMatchObject({ file_size: 6 })
    await repository().write(at('folder-in/new'), bytes('x'))
    expect(await readFile(join(place.root, 'inner', 'new'), 'utf8')).toBe('x')
  })

  it.each(['dangling', 'loop'])('%s is missing', async (path) => {
    await expect(repository().read(at(path))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    expect(await repository().stat(at(path))).toBeUndefined()
  })

  it.each(['file-in', 'folder-in', 'dangling', 'loop'])(
    'deleting %s removes the link alone',
    async (path) => {
      await repository().delete(at(path))
      await expect(lstat(join(place.root, path))).rejects.toMatchObject({ code: 'ENOENT' })
      expect(await readFile(join(place.root, 'inner', 'file'), 'utf8')).toBe('inside')
    },
  )

  it('deleting a folder does not follow the links in it', async () => {
    await repository().delete(at('inner'))
    expect(await readdir(bait)).toEqual(['secret'])
  })

  it('deleting the root does not follow the links in it', async () => {
    await repository().delete(at(''))
    expect(await readdir(place.folder)).toEqual(['outside'])
    expect(await readdir(bait)).toEqual(['secret'])
  })

  it('the root itself may be a link', async () => {
    const link = join(place.folder, 'link-to-root')
    await symlink(place.root, link)
    await openLocal(link).write(at('a/b'), bytes('x'))
    expect(await readFile(join(place.root, 'a', 'b'), 'utf8')).toBe('x')
  })
})

describe('a local folder', () => {
  let place: Awaited<ReturnType<typeof scratch>>
  const repository = () => openLocal(place.root)

  beforeEach(async () => {
    place = await scratch()
  })
  afterEach(() => place.remove())

  it('is not made by reading', async () => {
    expect(await Array.fromAsync(repository().list(at('')))).toEqual([])
    expect(await readdir(place.folder)).toEqual([])
  })

  it('hides unfinished files, MLflow’s too', async () => {
    await mkdir(place.root)
    await writeFile(join(place.root, '.artifact.uploading.abc'), 'half')
    expect(await Array.fromAsync(repository().list(at('')))).toEqual([])
    await expect(repository().read(at('.artifact.uploading.abc'))).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
  })

  it('keeps that name for itself', async () => {
    await expect(repository().write(at('a/.artifact.uploading.q'), bytes('x'))).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message:
        "Invalid artifact file name: '.artifact.uploading.q'. Artifact names starting with '.artifact.uploading.' are reserved.",
    })
  })

  it('takes a name of 255 bytes', async () => {
    await repository().write(at('x'.repeat(255)), bytes('x'))
    expect(await repository().stat(at('x'.repeat(255)))).toMatchObject({ file_size: 1 })
  })

  it.each([
    ['a folder', 'folder', "Artifact path refers to a directory, not a file: 'folder'"],
    ['the root', '', "Artifact path refers to a directory, not a file: ''"],
    ['below a file', 'folder/file/x', "Invalid path: a part of 'folder/file/x' is a file, not a directory"],
    ['too long a path', `${'y'.repeat(200)}/`.repeat(20) + 'z'.repeat(75), 'Invalid path'],
  ])('refuses to write to %s and leaves nothing', async (_, path, message) => {
    await repository().write(at('folder/file'), bytes('x'))
    await expect(repository().write(at(path), bytes('x'))).rejects.toMatchObject({ message })
    expect(await readdir(place.root)).toEqual(['folder'])
    expect(await readdir(join(place.root, 'folder'))).toEqual(['file'])
  })

  it('destroys the body of a write that it refuses', async () => {
    const source = Readable.from([Buffer.from('x')])
    await expect(repository().write(at(''), source)).rejects.toThrow()
    expect(source.destroyed).toBe(true)
  })

  it('gives new files the usual mode', async () => {
    await repository().write(at('x'), bytes('x'))
    expect((await stat(join(place.root, 'x'))).mode & 0o777).toBe(0o666 & ~process.umask())
  })

  it.skipIf(process.platform === 'win32')('does not hang on a pipe', async () => {
    await mkdir(place.root)
    execFileSync('mkfifo', [join(place.root, 'pipe')])
    await expect(repository().read(at('pipe'))).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })

  it('stops listing when aborted', async () => {
    for (const name of ['a', 'b']) await repository().write(at(name), bytes('x'))
    await expect(
      Array.fromAsync(repository().list(at(''), { signal: AbortSignal.abort() })),
    ).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('the folder of a URI', () => {
  it.each([
    ['/a/b', '/a/b'],
    ['./mlruns', './mlruns'],
    ['file:///a/b', '/a/b'],
    ['file:/a/b', '/a/b'],
    ['file://localhost/a/b', '/a/b'],
    ['file:///a%20b/%D0%91', '/a b/Б'],
    ['/a%20b', '/a b'],
    ['/100%', '/100%'],
  ])('%s', (uri, path) => expect(localRoot(uri, 'linux')).toBe(path))

  it.each([
    'C:\\data',
    'c:/data',
    '\\\\server\\share',
    'file:///C:/data',
    'file://C:/data',
    'file://host/a',
    'file:///a?b',
    'file:///a#b',
    '/a\0b',
    '/a%00b',
    '',
    'file:',
  ])('%s is refused', (uri) => {
    expect(() => localRoot(uri, 'linux')).toThrow(
      expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE' }),
    )
  })

  it('on Windows it has a drive', () => {
    expect(localRoot('C:\\data', 'win32')).toBe('C:\\data')
    expect(localRoot('file:///C:/a%20b', 'win32')).toBe('C:\\a b')
  })
})
