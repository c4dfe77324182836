import { byCodePoint } from '@millrace/artifacts'
import {
  type FileInfo,
  invalidParameter,
  type ListArtifactPage,
  type ListArtifactPageResponse,
} from '@millrace/contract'
import type { Deps } from '../deps.ts'
import { filesBelow, nameOf, shownBelow } from './list.ts'
import { givenPath, type Place } from './locate.ts'
import { locateOwned } from './owner.ts'

const PAGE = 1000

/** Where a page ended: the last of its entries. */
interface Position {
  readonly is_dir: boolean
  readonly path: string
}

/** One page of a folder, its folders first. */
export async function listArtifactPage(
  deps: Deps,
  input: ListArtifactPage,
): Promise<ListArtifactPageResponse> {
  const folder = givenPath(input.path)
  const after = input.page_token ? positionOf(input.page_token) : undefined
  const asked = { after, count: input.max_results ?? PAGE }
  const { files, isMore } = await pageOf(await locateOwned(deps, input, folder), folder, asked)
  const last = files.at(-1)
  return { files, ...(isMore && last && { next_page_token: tokenOf(last) }) }
}

interface Page {
  readonly files: FileInfo[]
  readonly isMore: boolean
}

interface Asked {
  readonly after: Position | undefined
  readonly count: number
}

async function pageOf(place: Place, folder: string, { after, count }: Asked): Promise<Page> {
  const { repository, path } = place
  if (!repository.listPage) return cut(await filesBelow(place, folder), after, count)
  const position = after && { is_dir: after.is_dir, name: nameOf(after.path) }
  const { files, isMore } = await repository.listPage(path, { after: position, count })
  return { files: files.map((file) => shownBelow(folder, file)), isMore }
}

function cut(all: readonly FileInfo[], after: Position | undefined, count: number): Page {
  const ordered = [...all.filter((file) => file.is_dir), ...all.filter((file) => !file.is_dir)]
  const start = after === undefined ? 0 : indexAfter(ordered, after)
  const files = ordered.slice(start, start + count)
  return { files, isMore: start + files.length < ordered.length }
}

/** The entry itself may be gone meanwhile. */
function indexAfter(ordered: readonly Partial<Position>[], after: Position): number {
  const index = ordered.findIndex(({ is_dir = false, path = '' }) =>
    is_dir === after.is_dir ? byCodePoint(path, after.path) > 0 : after.is_dir,
  )
  return index < 0 ? ordered.length : index
}

function tokenOf({ is_dir = false, path = '' }: Partial<Position>): string {
  return Buffer.from(JSON.stringify([is_dir, path])).toString('base64url')
}

function positionOf(token: string): Position {
  try {
    const [is_dir, path] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[]
    if (typeof is_dir === 'boolean' && typeof path === 'string') return { is_dir, path }
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error
  }
  throw invalidParameter(`Invalid page token: '${token.slice(0, 100)}'`)
}
