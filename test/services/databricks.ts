import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { posix } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parseExact, stringifyExact } from '@millrace/contract'
import type { StoreService } from './store.ts'

const TOKEN = 'dapi-millrace'
const BLOCK_BYTES = 1024 * 1024
/** What a page of a directory holds; small, so that there are several. */
const PAGE = 10

interface Stored {
  readonly data: Buffer
  readonly mtime: number
}

/**
 * The DBFS API and the Files API as Databricks' public reference of its REST API describes them, in memory. No workspace can be
 * had here, so none has been asked: what the reference leaves open is written as it is strictest for a client. That the Files
 * API shows a file when it is whole is how it is understood, not what it promises.
 */
export async function startDocumentedDatabricks(): Promise<StoreService> {
  const files = new Files()
  const dbfs = new Dbfs(files)
  const server = createServer((request, response) => {
    answer(files, dbfs, request, response).catch((error: unknown) => {
      if (!(error instanceof Refusal)) {
        response.destroy()
        return
      }
      const body = JSON.stringify({ error_code: error.code, message: error.message })
      response.writeHead(error.status, { 'content-type': 'application/json' })
      response.end(request.method === 'HEAD' ? undefined : body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    env: { DATABRICKS_HOST: host, DATABRICKS_TOKEN: TOKEN },
    newRoot: () => `dbfs:/millrace/${randomUUID()}`,
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message = 'as the reference says') {
    super(message)
    this.status = status
    this.code = code
  }
}

const notThere = () => new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', 'No file or directory exists on this path')
const isThere = () => new Refusal(400, 'RESOURCE_ALREADY_EXISTS', 'A file or directory exists on this path')

async function answer(files: Files, dbfs: Dbfs, request: IncomingMessage, response: ServerResponse) {
  if (request.headers.authorization !== `Bearer ${TOKEN}`) throw new Refusal(401, 'UNAUTHENTICATED')
  const url = new URL(request.url ?? '', 'http://x')
  const [, api = '', rest = ''] =
    /^\/api\/2\.0\/(dbfs|fs\/files|fs\/directories)(\/.*)$/.exec(url.pathname) ?? []
  if (api === 'dbfs') {
    const sent = request.method === 'GET' ? Object.fromEntries(url.searchParams) : await jsonOf(request)
    response.end(stringifyExact(dbfs.call(rest.slice(1), sent)))
    return
  }
  const path = decodeURIComponent(rest)
  if (api === 'fs/files') return filesApi(files, path, url, request, response)
  if (api === 'fs/directories') return directoriesApi(files, path, url, request, response)
  throw new Refusal(404, 'ENDPOINT_NOT_FOUND')
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  return parseExact((await buffer(request)).toString()) as Record<string, unknown>
}

/** Files and folders by their absolute paths. */
class Files {
  readonly files = new Map<string, Stored>()
  readonly folders = new Set([
    '/',
    '/Volumes',
    '/Volumes/main',
    '/Volumes/main/ml',
    '/Volumes/main/ml/models',
  ])

  put(path: string, data: Buffer): void {
    this.files.set(path, { data, mtime: Date.now() })
  }

  /** With all that are missing above it. @throws Refusal when a part of it is a file */
  makeFolder(path: string, taken: () => Refusal): void {
    if (this.files.has(path)) throw taken()
    if (this.folders.has(path)) return
    this.makeFolder(posix.dirname(path), taken)
    this.folders.add(path)
  }

  children(folder: string): string[] {
    return [...this.files.keys(), ...this.folders]
      .filter((path) => path !== '/' && posix.dirname(path) === folder)
      .sort()
  }

  below(path: string): string[] {
    const isBelow = (each: string) => each === path || each.startsWith(`${path}/`)
    return [...this.files.keys(), ...this.folders].filter(isBelow)
  }
}

class Dbfs {
  readonly #files: Files
  readonly #open = new Map<bigint, string>()
  /** Of 64 bits, as the reference says. */
  #handles = 2n ** 60n
  #deletions = 0

  constructor(files: Files) {
    this.#files = files
  }

  call(verb: string, sent: Readonly<Record<string, unknown>>): object {
    const [path, handle] = [String(sent.path ?? ''), BigInt(String(sent.handle ?? 0))]
    const { files, folders } = this.#files
    const folder = posix.dirname(path)
    switch (verb) {
      case 'get-status':
        return this.#status(path)
      case 'list':
        if (files.has(path)) return { files: [this.#status(path)] }
        if (!folders.has(path)) throw notThere()
        // Of an empty directory there is no field at all.
        return this.#files.children(path).length === 0
          ? {}
          : { files: this.#files.children(path).map((child) => this.#status(child)) }
      case 'read': {
        if (Number(sent.length) > BLOCK_BYTES) throw new Refusal(400, 'MAX_READ_SIZE_EXCEEDED')
        const { data } = files.get(path) ?? refuse(notThere())
        const part = data.subarray(Number(sent.offset), Number(sent.offset) + Number(sent.length))
        return { bytes_read: part.length, data: part.toString('base64') }
      }
      case 'create':
        if (files.has(path) || folders.has(path)) throw isThere()
        this.#files.makeFolder(folder, isThere)
        this.#files.put(path, Buffer.alloc(0))
        this.#open.set(++this.#handles, path)
        return { handle: this.#handles }
      case 'add-block': {
        const to = this.#open.get(handle) ?? refuse(notThere())
        const block = Buffer.from(String(sent.data), 'base64')
        if (block.length > BLOCK_BYTES) throw new Refusal(400, 'MAX_BLOCK_SIZE_EXCEEDED')
        this.#files.put(to, Buffer.concat([files.get(to)?.data ?? Buffer.alloc(0), block]))
        return {}
      }
      case 'close':
        if (!this.#open.delete(handle)) throw notThere()
        return {}
      case 'mkdirs':
        this.#files.makeFolder(path, isThere)
        return {}
      case 'move': {
        const [source_path, destination_path] = [String(sent.source_path), String(sent.destination_path)]
        const moved = files.get(source_path) ?? refuse(notThere())
        if (files.has(destination_path) || folders.has(destination_path)) throw isThere()
        files.delete(source_path)
        files.set(destination_path, moved)
        return {}
      }
      case 'delete':
        if (sent.recursive !== true && this.#files.children(path).length > 0)
          throw new Refusal(400, 'IO_ERROR')
        return this.#delete(path)
      default:
        throw new Refusal(404, 'ENDPOINT_NOT_FOUND')
    }
  }

  /** Every other deletion of a folder does one file only, as the reference says of large ones. */
  #delete(path: string): object {
    const { files, folders } = this.#files
    const below = this.#files.below(path)
    const [first] = below.filter((each) => files.has(each))
    if (folders.has(path) && first !== undefined && this.#deletions++ % 2 === 0) {
      files.delete(first)
      throw new Refusal(503, 'PARTIAL_DELETE')
    }
    for (const each of below) {
      files.delete(each)
      folders.delete(each)
    }
    return {}
  }

  #status(path: string): object {
    const file = this.#files.files.get(path)
    if (file) return { path, is_dir: false, file_size: file.data.length, modification_time: file.mtime }
    if (this.#files.folders.has(path)) return { path, is_dir: true, file_size: 0, modification_time: 0 }
    throw notThere()
  }
}

function refuse(refusal: Refusal): never {
  throw refusal
}

async function filesApi(
  { files, folders }: Files,
  path: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'PUT') {
    const data = await buffer(request)
    if (!request.complete) return
    if (folders.has(path)) throw new Refusal(409, 'ALREADY_EXISTS')
    if (!folders.has(posix.dirname(path))) throw new Refusal(404, 'NOT_FOUND')
    if (files.has(path) && url.searchParams.get('overwrite') !== 'true')
      throw new Refusal(409, 'ALREADY_EXISTS')
    files.set(path, { data, mtime: Date.now() })
    response.writeHead(204).end()
    return
  }
  const file = files.get(path) ?? refuse(new Refusal(404, 'NOT_FOUND'))
  if (request.method === 'DELETE') {
    files.delete(path)
    response.writeHead(204).end()
    return
  }
  const { data } = file
  const headers = {
    'content-type': 'application/octet-stream',
    'last-modified': new Date(file.mtime).toUTCString(),
  }
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
  const part = start === undefined ? data : data.subarray(Number(start), Number(end) + 1)
  response.writeHead(start === undefined ? 200 : 206, { ...headers, 'content-length': part.length })
  response.end(request.method === 'HEAD' ? undefined : part)
}

async function directoriesApi(
  all: Files,
  path: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'PUT') {
    all.makeFolder(path, () => new Refusal(409, 'ALREADY_EXISTS'))
    response.writeHead(204).end()
    return
  }
  if (!all.folders.has(path)) throw new Refusal(404, 'NOT_FOUND')
  if (request.method === 'HEAD') {
    response.writeHead(200).end()
    return
  }
  const children = all.children(path)
  if (request.method === 'DELETE') {
    if (children.length > 0) throw new Refusal(400, 'DIRECTORY_NOT_EMPTY')
    all.folders.delete(path)
    response.writeHead(204).end()
    return
  }
  const from = Number(url.searchParams.get('page_token') ?? 0)
  const contents = children.slice(from, from + PAGE).map((child) => {
    const file = all.files.get(child)
    const entry = { path: child, name: posix.basename(child), is_directory: !file }
    return file ? { ...entry, file_size: file.data.length, last_modified: file.mtime } : entry
  })
  const next = from + PAGE < children.length ? { next_page_token: String(from + PAGE) } : {}
  response.end(JSON.stringify({ contents, ...next }))
}
