import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { doesNotExist, invalidParameter, type MlflowError } from '@millrace/contract'
import { writeBytes } from './file-bytes.ts'
import { syncFolder } from './folder-sync.ts'
import { unlessMissing } from './inside.ts'
import { asClientError, toInfo, UNFINISHED } from './local-files.ts'
import { checkFileName, folderFor } from './local-write.ts'
import { PartBody } from './part-body.ts'
import type { ArtifactSource, ByteSpan, FileInfo, ResumableUploads, UploadState } from './repository.ts'
import type { SafePath } from './safe-path.ts'
import { UploadTurns } from './upload-turns.ts'

/** Of this process, whichever repository they come by. */
const turns = new UploadTurns()
const ALL: ByteSpan = { start: 0, end: Number.POSITIVE_INFINITY }

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Uploads in parts. An unfinished file lies beside its place, as long as it will be; a file beside that one has a line for
 * every part that is on the disk. So any process that serves the folder can go on with it.
 */
export function localUploads(root: string): ResumableUploads {
  const guarded = async <T>(path: SafePath, work: () => Promise<T>): Promise<T> => {
    try {
      checkFileName(path)
      return await work()
    } catch (error) {
      throw asClientError(error, path)
    }
  }
  return {
    create: (path, size) => guarded(path, () => create(root, path, size)),
    state: (path, id) => guarded(path, async () => stateOf(await filesOf(root, path, id))),
    put: (path, id, span, source) =>
      guarded(path, () =>
        turns.take(id, span, async (superseded) =>
          put(await filesOf(root, path, id), span, source, superseded),
        ),
      ),
    complete: (path, id) =>
      guarded(path, async () => {
        assertWhole(await stateOf(await filesOf(root, path, id)), path)
        return turns.take(id, ALL, async () => complete(await filesOf(root, path, id), path))
      }),
    abort: (path, id) =>
      guarded(path, () => turns.take(id, ALL, async () => remove(await filesOf(root, path, id)))),
  }
}

interface UploadFiles {
  readonly folder: string
  readonly data: string
  readonly parts: string
}

async function filesOf(root: string, path: SafePath, id: string): Promise<UploadFiles> {
  if (!ID.test(id)) throw noSuchUpload(path)
  const folder = await folderFor(root, path)
  const data = join(folder, UNFINISHED + id)
  const files = { folder, data, parts: `${data}.parts` }
  if (!(await unlessMissing(stat(files.parts)))) throw noSuchUpload(path)
  return files
}

function noSuchUpload(path: SafePath): MlflowError {
  return doesNotExist(`No such upload of '${path}'`)
}

async function create(root: string, path: SafePath, size: number): Promise<string> {
  const id = randomUUID()
  const folder = await folderFor(root, path)
  const data = join(folder, UNFINISHED + id)
  try {
    await reserve(data, size)
    await writeFile(`${data}.parts`, '', { flag: 'wx' })
  } catch (error) {
    await unlessMissing(unlink(data))
    throw error
  }
  return id
}

async function reserve(data: string, size: number): Promise<void> {
  const handle = await open(data, 'wx', 0o666)
  try {
    await handle.truncate(size)
  } finally {
    await handle.close()
  }
}

async function stateOf({ data, parts }: UploadFiles): Promise<UploadState> {
  const lines = (await readFile(parts, 'utf8')).split('\n')
  // What a power cut left of a last line is no part.
  const spans = lines.slice(0, -1).map((line) => line.split('-').map(Number))
  return {
    size: (await stat(data)).size,
    received: joined(spans.map(([start = 0, end = -1]) => ({ start, end }))),
  }
}

/** In order, each as long as can be. */
function joined(spans: readonly ByteSpan[]): ByteSpan[] {
  const result: { start: number; end: number }[] = []
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && start <= last.end + 1) last.end = Math.max(last.end, end)
    else result.push({ start, end })
  }
  return result
}

/** Bytes that are there already stay as they are: those that come again may be damaged, and are looked at only. */
async function put(
  files: UploadFiles,
  span: ByteSpan,
  source: ArtifactSource,
  superseded: AbortSignal,
): Promise<void> {
  const { size, received } = await stateOf(files)
  if (span.start > span.end || span.end >= size) {
    throw invalidParameter(`The upload has ${size} bytes; the part ${span.start}-${span.end} is not in it.`)
  }
  const body = new PartBody(span.end - span.start + 1, source, superseded)
  const handle = await open(files.data, 'r+')
  try {
    await fillGaps(handle, span, received, body)
  } finally {
    body.letGo()
    await handle.close()
  }
  await note(files.parts, span)
}

async function fillGaps(
  handle: FileHandle,
  span: ByteSpan,
  received: readonly ByteSpan[],
  body: PartBody,
): Promise<void> {
  let at = span.start
  const behind = { start: span.end + 1, end: span.end }
  for (const { start, end } of [...received.filter((known) => overlap(known, span)), behind]) {
    if (at < start) await writeBytes(handle, body.take(start - at), { at })
    at = Math.max(at, start)
    for await (const _ of body.take(Math.min(end, span.end) + 1 - at));
    at = end + 1
  }
  await body.end()
}

function overlap(one: ByteSpan, other: ByteSpan): boolean {
  return one.start <= other.end && other.start <= one.end
}

/** What another server of the folder gave up or completed meanwhile is not made anew. */
async function note(parts: string, { start, end }: ByteSpan): Promise<void> {
  const handle = await open(parts, constants.O_WRONLY | constants.O_APPEND)
  try {
    await handle.appendFile(`${start}-${end}\n`)
  } finally {
    await handle.close()
  }
}

function assertWhole({ size, received }: UploadState, path: SafePath): void {
  const [first] = received
  const isWhole = size === 0 || (received.length === 1 && first?.start === 0 && first.end === size - 1)
  if (!isWhole) throw invalidParameter(`Parts of the upload of '${path}' are missing.`)
}

async function complete(files: UploadFiles, path: SafePath): Promise<FileInfo> {
  assertWhole(await stateOf(files), path)
  const info = toInfo(path, await stat(files.data, { bigint: true }))
  await rename(files.data, join(files.folder, basename(path)))
  await unlink(files.parts)
  await syncFolder(files.folder)
  return info
}

async function remove({ data, parts }: UploadFiles): Promise<void> {
  await unlessMissing(unlink(data))
  await unlessMissing(unlink(parts))
}
