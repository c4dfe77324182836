import type { Experiment } from '@millrace/contract'

interface FolderRow {
  type: 'folder'
  /** With the slash at its end: what the names in it begin with. */
  path: string
  name: string
  /** How many experiments are anywhere in it, of those that are there. */
  count: number
}

interface ExperimentRow {
  type: 'experiment'
  experiment: Experiment
  /** The name without its folder. */
  name: string
}

export type ListRow = FolderRow | ExperimentRow

/** Puts an experiment into a folder whatever its name: `team/risk`. */
export const FOLDER_TAG = 'folder'

/** The name with the folders that it and the tag have. */
function pathOf({ name = '', tags = [] }: Experiment): string {
  const folder = tags.find(({ key }) => key === FOLDER_TAG)?.value?.replace(/\/+$/, '')
  return folder ? `${folder}/${name}` : name
}

/**
 * What lies in a folder: experiments, and before them the folders that their names, or their tags, have by `/`. A slash at the start of a
 * name, as of names that are paths, belongs to the first part of it.
 */
export function groupByFolder(experiments: readonly Experiment[], folder: string): ListRow[] {
  const folders = new Map<string, FolderRow>()
  const rows: ExperimentRow[] = []
  for (const experiment of experiments) {
    const name = pathOf(experiment)
    if (!name.startsWith(folder)) continue
    const rest = name.slice(folder.length)
    const slash = rest.indexOf('/', 1)
    // Nothing after the slash: that is its name, and no folder.
    if (slash < 0 || slash === rest.length - 1) {
      rows.push({ type: 'experiment', experiment, name: rest || name })
      continue
    }
    const path = folder + rest.slice(0, slash + 1)
    const known = folders.get(path)
    if (known) known.count++
    else folders.set(path, { type: 'folder', path, name: rest.slice(0, slash), count: 1 })
  }
  return [...folders.values(), ...rows]
}

/** All of them under their whole names. */
export const withoutFolders = (experiments: readonly Experiment[]): ListRow[] =>
  experiments.map((experiment) => ({ type: 'experiment', experiment, name: experiment.name ?? '' }))

/** The folders on the way to one, itself last. */
export function foldersTo(folder: string): { path: string; name: string }[] {
  const found: { path: string; name: string }[] = []
  for (let slash = folder.indexOf('/', 1); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
    const start = found.at(-1)?.path.length ?? 0
    found.push({ path: folder.slice(0, slash + 1), name: folder.slice(start, slash) })
  }
  return found
}
