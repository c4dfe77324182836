import { MlflowError } from '@millrace/contract'
import type { ArtifactRepository, ByteSpan, FileInfo, ResumableUploads } from '../repository.ts'
import type { SafePath } from '../safe-path.ts'
import { atOnce } from './at-once.ts'
import { type Notes, notesOn } from './notes.ts'
import { retried } from './retry.ts'
import type { Settings, TransferSource } from './tree.ts'

/** One file on its way. */
export interface FileCopy {
  readonly from: TransferSource
  readonly file: FileInfo
  readonly source: SafePath
  readonly to: ArtifactRepository
  readonly target: SafePath
}

/** Called with bytes as they go; with fewer than none when what went must go again. */
type Moved = (bytes: number) => void

export async function copyFile(copy: FileCopy, settings: Settings, moved: Moved): Promise<void> {
  const { to, file } = copy
  const isLarge = (file.file_size ?? 0) > settings.partBytes
  const inParts = isLarge && to.uploads && (await copyInParts(copy, to.uploads, settings, moved))
  if (!inParts) {
    await copyWhole(copy, settings, moved)
  } else if (settings.verify) await verify(copy, settings)
}

/** What can tell checksums verifies the one that comes along; for a download sizes must do. */
async function copyWhole(copy: FileCopy, settings: Settings, moved: Moved): Promise<void> {
  const { from, source, to, target } = copy
  const { signal, retries } = settings
  const given = signal && { signal }
  await retried(retries, signal, async () => {
    const sha256 = settings.verify && to.sha256 ? await from.sha256?.(source) : undefined
    const { stream, size } = await from.read(source, given)
    const counting = counted(stream, moved)
    try {
      await to.write(target, counting.bytes, { ...given, ...(sha256 && { sha256 }) })
      if (!Number.isNaN(size) && counting.count() !== size) throw cut(copy)
    } catch (error) {
      moved(-counting.count())
      throw error
    } finally {
      stream.destroy()
    }
  })
}

/** @returns false where the other side turns out to take no parts */
async function copyInParts(
  copy: FileCopy,
  uploads: ResumableUploads,
  settings: Settings,
  moved: Moved,
): Promise<boolean> {
  const size = copy.file.file_size ?? 0
  const notes = notesOn(copy, settings.notes)
  const begun = await retried(settings.retries, settings.signal, () =>
    beginOrGoOn(copy, uploads, notes, size),
  )
  if (begun === undefined) return false
  const { id, received } = begun
  moved(received.reduce((sum, { start, end }) => sum + end - start + 1, 0))
  const missing = partsBetween(received, size, settings.partBytes)
  await atOnce(settings.parallel, missing, (span) =>
    retried(settings.retries, settings.signal, () => copyPart(copy, uploads, id, span, settings, moved)),
  )
  await completeOnce(copy, uploads, id, settings)
  await notes.forget()
  return true
}

/** An answer may be lost: to the next try the upload is unknown, and the file is there. */
async function completeOnce(
  copy: FileCopy,
  uploads: ResumableUploads,
  id: string,
  { retries, signal }: Settings,
): Promise<void> {
  let tries = 0
  try {
    await retried(retries, signal, () => {
      tries += 1
      return uploads.complete(copy.target, id)
    })
  } catch (error) {
    if (tries === 1 || !isCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error
    if (!(await retried(retries, signal, () => isThere(copy)))) throw error
  }
}

async function isThere(copy: FileCopy): Promise<boolean> {
  const found = await copy.to.stat(copy.target)
  if (found?.file_size !== copy.file.file_size) return false
  const [sent, there] = await digests(copy)
  return sent === undefined || there === undefined || sent.equals(there)
}

async function beginOrGoOn(
  { target }: FileCopy,
  uploads: ResumableUploads,
  notes: Notes,
  size: number,
): Promise<{ id: string; received: readonly ByteSpan[] } | undefined> {
  const known = await notes.read()
  try {
    if (known !== undefined) {
      const state = await uploads.state(target, known)
      if (state.size === size) return { id: known, received: state.received }
    }
  } catch (error) {
    // It went stale, or belongs to another server.
    if (!isCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error
  }
  try {
    const id = await uploads.create(target, size)
    await notes.write(id)
    return { id, received: [] }
  } catch (error) {
    if (isCode(error, 'NOT_IMPLEMENTED')) return undefined
    throw error
  }
}

async function copyPart(
  copy: FileCopy,
  uploads: ResumableUploads,
  id: string,
  span: ByteSpan,
  { signal }: Settings,
  moved: Moved,
): Promise<void> {
  const { stream, size } = await copy.from.read(copy.source, { range: span, ...(signal && { signal }) })
  const counting = counted(stream, moved)
  try {
    if (size !== copy.file.file_size) throw cut(copy)
    await uploads.put(copy.target, id, span, counting.bytes)
  } catch (error) {
    moved(-counting.count())
    throw error
  } finally {
    stream.destroy()
  }
}

/** What is not there yet, in parts. */
function* partsBetween(received: readonly ByteSpan[], size: number, partBytes: number): Generator<ByteSpan> {
  let at = 0
  for (const { start, end } of [...received, { start: size, end: size }]) {
    for (; at < start; at += partBytes) yield { start: at, end: Math.min(at + partBytes, start) - 1 }
    at = end + 1
  }
}

function counted(stream: AsyncIterable<Uint8Array>, moved: Moved) {
  let sum = 0
  const bytes = (async function* () {
    for await (const chunk of stream) {
      sum += chunk.byteLength
      moved(chunk.byteLength)
      yield chunk
    }
  })()
  return { bytes, count: () => sum }
}

async function verify(copy: FileCopy, { retries, signal }: Settings): Promise<void> {
  const { to, target } = copy
  const [sent, there] = await retried(retries, signal, () => digests(copy))
  if (sent === undefined || there === undefined || sent.equals(there)) return
  await to.delete(target)
  throw new MlflowError('DATA_LOSS', `'${target}' is not what was sent; it was removed.`)
}

/** Of both sides, where both can tell. */
async function digests({ from, source, to, target }: FileCopy) {
  const there = await to.sha256?.(target)
  return [there && (await from.sha256?.(source)), there] as const
}

/** A reason to try again: it may have changed meanwhile, or a connection ended early without saying so. */
function cut({ source }: FileCopy): Error {
  return new Error(`'${source}' did not come as long as it was listed`)
}

function isCode(error: unknown, code: MlflowError['code']): boolean {
  return error instanceof MlflowError && error.code === code
}
