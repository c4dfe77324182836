import { doesNotExist } from '@millrace/contract'
import { byCodePoint } from './by-code-point.ts'
import { childrenPage } from './object-page.ts'
import {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type AskedPage,
  type ByteRange,
  type DirectAccess,
  type FileInfo,
  isFolder,
  type ListPage,
  type ReadOptions,
  resolveRange,
  type WriteOptions,
} from './repository.ts'
import { hasRelativeParts, invalidPath, type SafePath } from './safe-path.ts'
import { counted } from './spent-buffers.ts'

/** What a bucket knows of an object. */
export interface StoredObject {
  key: string
  size: number
  etag?: string
  mtime?: number
  /** It only says that there is a folder of this name. */
  isFolder?: boolean
}

export interface ListedPage {
  /** What the keys have in common up to and with the next `/`; only where asked for one level. */
  folders: readonly string[]
  objects: readonly StoredObject[]
}

export interface ListOptions {
  /** Only what has no further `/` behind the prefix, the rest as folders. */
  oneLevel?: boolean
  /** A page of this many will do. */
  first?: number
  /** Keys up to this one may be left out. */
  startAfter?: string
  signal?: AbortSignal
}

/** A bucket: bytes under flat keys. Errors are `MlflowError`s already that name the bucket and the key. */
export interface ObjectStore {
  /** Whether keys are listed in their order, by code point. */
  readonly listsInOrder?: boolean
  head(key: string): Promise<StoredObject | undefined>
  /** @throws UnsatisfiableRange */
  get(key: string, options: ReadOptions): Promise<ArtifactRead | undefined>
  /** Stores the whole body or nothing. */
  put(key: string, source: ArtifactSource, options: WriteOptions): Promise<StoredObject>
  pages(prefix: string, options: ListOptions): AsyncIterable<ListedPage>
  /** A missing key is no error. */
  remove(keys: readonly string[]): Promise<void>
}

/** Files and folders below the key `root` (from `rootKey`) of a bucket: a folder is there as long as a key has it before a `/`. */
export function openObjects(store: ObjectStore, root: string, direct?: DirectAccess): ArtifactRepository {
  const files = new ObjectFiles(store, root)
  return {
    list: (path, options) => files.list(path, options?.signal),
    ...(store.listsInOrder && { listPage: (path, asked) => files.listPage(path, asked) }),
    stat: (path) => files.stat(path),
    read: (path, options) => files.read(path, options),
    write: (path, source, options) => files.write(path, source, options),
    delete: (path) => files.delete(path),
    ...(direct && { direct }),
  }
}

/** A root as it stands in a URI, without its outer slashes. */
export function rootKey(path: string): string {
  if (hasRelativeParts(path)) throw invalidPath()
  return path.replace(/^\//, '').replace(/\/+$/, '')
}

export function keyBelow(root: string, path: string): string {
  return root === '' || path === '' ? root + path : `${root}/${path}`
}

class ObjectFiles {
  readonly #store: ObjectStore
  readonly #root: string

  constructor(store: ObjectStore, root: string) {
    this.#store = store
    this.#root = root
  }

  /** Stores sort by key, where `a/` comes behind `a.txt`; so the children of a folder are sorted here, as in MLflow. */
  async *list(path: SafePath, signal?: AbortSignal): AsyncGenerator<FileInfo> {
    const prefix = this.#prefix(path)
    const infos: FileInfo[] = []
    for await (const { folders, objects } of this.#store.pages(prefix, { oneLevel: true, signal })) {
      for (const key of folders) infos.push({ path: this.#pathOf(key.slice(0, -1)), is_dir: true })
      for (const object of objects) if (!object.isFolder) infos.push(this.#info(object))
    }
    yield* infos.filter(({ path }) => isName(path.slice(path.lastIndexOf('/') + 1))).sort(byPath)
  }

  async listPage(path: SafePath, asked: AskedPage): Promise<ListPage> {
    const prefix = this.#prefix(path)
    const { folders, files, isMore } = await childrenPage(this.#store, prefix, asked)
    const below = folders.map((name) => ({ path: this.#pathOf(prefix + name), is_dir: true }))
    return { files: [...below, ...files.map((file) => this.#info(file))], isMore }
  }

  async stat(path: SafePath): Promise<FileInfo | undefined> {
    const object = path === '' ? undefined : await this.#store.head(keyBelow(this.#root, path))
    if (object) return this.#info(object)
    return path === '' || (await this.#isFolder(path)) ? { path, is_dir: true } : undefined
  }

  async read(path: SafePath, options: ReadOptions = {}): Promise<ArtifactRead> {
    const key = keyBelow(this.#root, path)
    await this.#refuseImpossible(key, options.range)
    const found = path === '' ? undefined : await this.#store.get(key, options)
    if (found) return { ...found, stream: counted(found.stream) }
    throw (await this.#isFolder(path)) ? isFolder(path) : doesNotExist(`No such artifact: '${path}'`)
  }

  async write(path: SafePath, source: ArtifactSource, options: WriteOptions = {}): Promise<FileInfo> {
    if (path === '') throw isFolder(path)
    options.signal?.throwIfAborted()
    return this.#info(await this.#store.put(keyBelow(this.#root, path), source, options))
  }

  async delete(path: SafePath): Promise<void> {
    const folders: string[] = []
    for await (const { objects } of this.#store.pages(this.#prefix(path), {})) {
      const files = objects.filter(({ isFolder }) => !isFolder)
      folders.push(...objects.filter(({ isFolder }) => isFolder).map(({ key }) => key))
      if (files.length > 0) await this.#store.remove(files.map(({ key }) => key))
    }
    // From below: what is not empty would stay.
    for (const key of folders.reverse()) await this.#store.remove([key])
    if (path !== '') await this.#store.remove([keyBelow(this.#root, path)])
  }

  /** Stores answer with the whole file to a range that no file has. */
  async #refuseImpossible(key: string, range: ByteRange | undefined): Promise<void> {
    const impossible =
      range && ('suffix' in range ? range.suffix <= 0 : (range.end ?? range.start) < range.start)
    const object = impossible ? await this.#store.head(key) : undefined
    if (object) resolveRange(range, object.size)
  }

  async #isFolder(path: SafePath): Promise<boolean> {
    for await (const { objects } of this.#store.pages(this.#prefix(path), { first: 1 })) {
      if (objects.length > 0) return true
    }
    return false
  }

  #prefix(path: SafePath): string {
    const key = keyBelow(this.#root, path)
    return key === '' ? '' : `${key}/`
  }

  #pathOf(key: string): string {
    return this.#root === '' ? key : key.slice(this.#root.length + 1)
  }

  #info({ key, size, etag, mtime }: StoredObject): FileInfo {
    return {
      path: this.#pathOf(key),
      is_dir: false,
      file_size: size,
      ...(mtime !== undefined && { mtime }),
      ...(etag !== undefined && { etag }),
    }
  }
}

/** Markers of folders have none; `.` and `..` are names that no file may have. */
export function isName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..'
}

function byPath(a: FileInfo, b: FileInfo): number {
  return byCodePoint(a.path, b.path)
}
