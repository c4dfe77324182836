import type { Place as ArtifactPlace } from '../artifacts/locate.ts'
import type { HistoryRow } from '../registry/history.ts'
import {
  type Bundle,
  type Bundles,
  type Damage,
  isDamage,
  KINDS,
  type Kind,
  type Row,
} from '../transfer/bundle.ts'
import { openSeen, seenArtifacts } from '../transfer/seen-artifacts.ts'
import { type Selection, type Source, TransferError } from '../transfer/store.ts'
import { PLANS } from '../transfer/tables.ts'
import { readHistory } from './history-file.ts'
import * as layout from './layout.ts'
import { readExperiment } from './read-experiment.ts'
import { guarded, readFolder } from './read-folder.ts'

/** All but the registry, which belongs to no experiment. */
const KINDS_OF_EXPERIMENTS = KINDS.filter((kind) => kind !== 'registered_model' && kind !== 'model_version')

/** A file store that is copied from: a thing at a time, whatever its size. */
export class FolderSource implements Source {
  readonly name: string
  readonly #root: string
  readonly #destination: string

  /** @param destination is what `mlflow-artifacts:` stands for in the folder. */
  constructor(root: string, destination: string) {
    this.name = root
    this.#root = root
    this.#destination = destination
  }

  async count(selection: Selection): Promise<Partial<Record<Kind, number>>> {
    const experiments = this.#chosen(selection)
    const sum = (list: (experiment: layout.Place) => unknown[]) =>
      experiments.reduce((count, experiment) => count + list(experiment).length, 0)
    return {
      experiment: experiments.length,
      run: sum(layout.runsOf),
      logged_model: sum(layout.loggedModelsOf),
      trace: sum(layout.tracesOf),
      registered_model: layout.registeredModelsOf(this.#root).length,
    }
  }

  async *registryHistory(): AsyncGenerator<readonly HistoryRow[]> {
    yield* readHistory(this.#root)
  }

  async *read(selection: Selection): Bundles {
    const kinds = selection.experiments ? KINDS_OF_EXPERIMENTS : KINDS
    const ids = new Set<string>()
    // A long run comes in pieces, of which the first alone holds its times.
    let wanted: Bundle | undefined
    for await (const item of readFolder(this.#root, kinds, this.#chosen(selection))) {
      if (isDamage(item)) yield item
      else if (isSameThing(item, wanted) || isRecent(item, selection)) {
        wanted = item
        if (selection.experiments) ids.add(item.id)
        yield item
      }
    }
    if (selection.experiments) yield* this.#registryOf(ids)
  }

  /** Of the registry what came from some runs and models. */
  async *#registryOf(ids: ReadonlySet<string>): Bundles {
    const names = new Set<string>()
    for await (const item of readFolder(this.#root, ['model_version'], [])) {
      const [version] = (cameFrom(item, ids) && item.rows.model_versions) || []
      if (version) names.add(version.name)
    }
    for await (const item of readFolder(this.#root, ['registered_model', 'model_version'], [])) {
      if (cameFrom(item, ids) || names.has(item.id)) yield item
    }
  }

  async notCarried(): Promise<string[]> {
    return []
  }

  async artifacts(uri: string): Promise<ArtifactPlace> {
    return seenArtifacts(uri, await openSeen(this.#destination))
  }

  /** An experiment's row; undefined where there is none, or none that can be read. */
  experiment(id: string): Row<'experiments'> | undefined {
    const place = layout.experimentsOf(this.#root).find((experiment) => experiment.id === id)
    return place && rowOf(place)
  }

  #chosen({ experiments: wanted }: Selection): layout.Place[] {
    const all = layout.experimentsOf(this.#root)
    if (wanted === undefined) return all
    return wanted.map((name) => {
      const found = all.find((place) => rowOf(place)?.name === name) ?? all.find(({ id }) => id === name)
      if (found) return found
      throw new TransferError(`There is no experiment '${name}' in ${this.name}.`)
    })
  }
}

function cameFrom(item: Bundle | Damage, ids: ReadonlySet<string>): item is Bundle {
  const [version] = isDamage(item) ? [] : (item.rows.model_versions ?? [])
  return ids.has(String(version?.run_id)) || ids.has(String(version?.source).replace('models:/', ''))
}

function isSameThing(item: Bundle, before: Bundle | undefined): boolean {
  return before?.continues === true && before.kind === item.kind && before.id === item.id
}

function rowOf(place: layout.Place): Row<'experiments'> | undefined {
  const [item] = guarded('experiment', place, () => readExperiment(place))
  return item && !isDamage(item) ? item.rows.experiments?.[0] : undefined
}

/** Things without times of their own are always wanted. */
function isRecent({ kind, rows }: Bundle, { since }: Selection): boolean {
  const { root, times } = PLANS[kind]
  const row = rows[root.table]?.[0] as Readonly<Record<string, unknown>> | undefined
  if (since === undefined || times === undefined) return true
  if (row === undefined) return false
  return times.some((column) => Number(row[column] ?? 0) >= since)
}
