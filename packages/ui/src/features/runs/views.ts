import type { Experiment } from '@millrace/contract'
import { stringifySearch } from '../../app/search-params.ts'
import { idsOf, isWide } from '../experiments/scope.ts'
import type { RunsSearch } from './runs-search.ts'

/** A named view of a table: what stands in its address. */
export interface View {
  name: string
  /** Query text with its question mark. */
  search: string
  /** The team's are tags of their experiments; own ones are kept in this browser and fit every experiment. */
  kind: 'team' | 'own'
}

export const VIEW_TAG = 'millrace.view.'
const STORAGE_KEY = 'millrace.views'

/** What is kept: all but single runs and the note; of a table of several experiments, which those are. */
export const viewOf = ({ peek, hide, open, chosen, note, ...search }: RunsSearch, scope: string): string =>
  stringifySearch({ ...search, experiments: isWide(scope) ? idsOf(scope) : undefined })

const viewsOf = ({ tags = [] }: Experiment): View[] =>
  tags
    .filter(({ key }) => key?.startsWith(VIEW_TAG))
    .map(({ key = '', value = '' }) => ({ name: key.slice(VIEW_TAG.length), search: value, kind: 'team' }))

/** Of several experiments each has its own, and those of all of them. */
export const teamViews = (experiments: readonly Experiment[]): View[] => [
  ...new Map(experiments.flatMap(viewsOf).map((view) => [`${view.name} ${view.search}`, view])).values(),
]

export const hasView = ({ tags = [] }: Experiment, { name, search }: View): boolean =>
  tags.some(({ key, value }) => key === VIEW_TAG + name && value === search)

const isEntry = (entry: unknown): entry is [string, string] =>
  Array.isArray(entry) && entry.length === 2 && entry.every((part) => typeof part === 'string')

/** Anybody may write to the browser's storage: what is no view is passed over. */
export function ownViews(): View[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]')
    if (!Array.isArray(stored)) return []
    return stored.filter(isEntry).map(([name, search]) => ({ name, search, kind: 'own' }))
  } catch {
    return []
  }
}

function keepOwn(views: View[]): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(views.map(({ name, search }) => [name, search])))
}

export const saveOwn = (name: string, search: string): void =>
  keepOwn([...ownViews().filter((view) => view.name !== name), { name, search, kind: 'own' }])

export const removeOwn = (name: string): void => keepOwn(ownViews().filter((view) => view.name !== name))
