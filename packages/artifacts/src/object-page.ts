import { byCodePoint } from './by-code-point.ts'
import { isName, type ObjectStore, type StoredObject } from './object-store.ts'
import type { ListPosition } from './repository.ts'

interface ChildrenPage {
  /** Names of folders, which come first, and files. */
  readonly folders: readonly string[]
  readonly files: readonly StoredObject[]
  readonly isMore: boolean
}

/**
 * A page of what is right below `prefix`, of a store that lists in the order of its keys. Folders come first and stand anywhere
 * among the files: the first page looks through all that is there, holding no more than a page of it. Those behind it begin
 * where the one before ended.
 */
export async function childrenPage(
  store: ObjectStore,
  prefix: string,
  { after, count }: { after?: ListPosition | undefined; count: number },
): Promise<ChildrenPage> {
  const listing = { store, prefix, limit: count + 1 }
  if (after && !after.is_dir) return cut([], (await look(listing, { filesAfter: after.name })).files, count)
  const seen = await look(listing, { foldersAfter: after?.name ?? '', ...(!after && { filesAfter: '' }) })
  if (!after || seen.folders.length > count) return cut(seen.folders, seen.files, count)
  // From the middle of the folders on, the files before them were not seen.
  const rest = { ...listing, limit: listing.limit - seen.folders.length }
  return cut(seen.folders, (await look(rest, { filesAfter: '' })).files, count)
}

function cut(folders: readonly string[], files: readonly StoredObject[], count: number): ChildrenPage {
  const shown = folders.slice(0, count)
  const isMore = folders.length + files.length > count
  return { folders: shown, files: files.slice(0, count - shown.length), isMore }
}

interface Listing {
  readonly store: ObjectStore
  readonly prefix: string
  /** Of each kind no more are needed. */
  readonly limit: number
}

/** Behind which name each kind is wanted; '' for all of it. */
interface Wanted {
  readonly foldersAfter?: string
  readonly filesAfter?: string
}

/** The first folders and files by name. Folders decide when there are enough; files alone do when no folders are wanted. */
async function look(
  { store, prefix, limit }: Listing,
  { foldersAfter, filesAfter }: Wanted,
): Promise<{ folders: readonly string[]; files: readonly StoredObject[] }> {
  let folders: string[] = []
  const files: StoredObject[] = []
  const after = foldersAfter ?? filesAfter ?? ''
  const options = { oneLevel: true, ...(after !== '' && { startAfter: prefix + after }) }
  for await (const page of store.pages(prefix, options)) {
    if (foldersAfter !== undefined) {
      const names = page.folders.map((key) => key.slice(prefix.length, -1))
      folders = firstOf([...folders, ...behind(names, foldersAfter)], limit)
    }
    if (filesAfter !== undefined) {
      const fresh = page.objects.filter(({ key, isFolder }) => {
        const name = key.slice(prefix.length)
        return !isFolder && isName(name) && byCodePoint(name, filesAfter) > 0
      })
      files.push(...fresh.slice(0, limit - files.length))
    }
    const last = [page.folders.at(-1) ?? '', page.objects.at(-1)?.key ?? ''].toSorted(byCodePoint)[1] ?? ''
    const isEnough =
      foldersAfter === undefined
        ? files.length >= limit
        : folders.length >= limit && isPast(folders.at(-1) ?? '', last.slice(prefix.length))
    if (isEnough) break
  }
  return { folders, files }
}

function behind(names: readonly string[], after: string): string[] {
  return names.filter((name) => isName(name) && byCodePoint(name, after) > 0)
}

function firstOf(names: string[], limit: number): string[] {
  return names.sort(byCodePoint).slice(0, limit)
}

/**
 * Whether no folder can come any more whose name is before `name`. Keys of folders end in `/`, so that `a-b/` comes before
 * `a/`: a name may still follow whose beginning it is.
 */
function isPast(name: string, lastKey: string): boolean {
  for (let i = 1; i < name.length; i++) {
    if (byCodePoint(`${name.slice(0, i)}/`, lastKey) > 0) return false
  }
  return true
}
