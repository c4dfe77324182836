import { oneOf, text } from '../../app/search-params.ts'

export const LIFECYCLE_VIEWS = ['active', 'deleted'] as const
export type LifecycleView = (typeof LIFECYCLE_VIEWS)[number]

export interface ExperimentsSearch {
  q?: string | undefined
  view?: LifecycleView | undefined
  sort?: string | undefined
  /** What the names in it begin with, with the slash at its end. */
  folder?: string | undefined
}

const folder = (value: unknown) => (text(value)?.endsWith('/') ? text(value) : undefined)

export const validateExperimentsSearch = (search: Record<string, unknown>): ExperimentsSearch => ({
  q: text(search.q),
  view: oneOf(LIFECYCLE_VIEWS, search.view),
  sort: text(search.sort),
  folder: folder(search.folder),
})
