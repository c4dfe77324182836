import { isDamage } from './bundle.ts'
import type { CopyReport, Progress } from './copy.ts'
import { withoutEmptyDefault } from './default-experiment.ts'
import { addCounts, type Counts, type Selection, type Source } from './store.ts'
import type { Table } from './tables.ts'

/** What a copy would carry, and what it could not read. */
export interface Survey extends Pick<CopyReport, 'damaged' | 'notes'> {
  readonly rows: Counts
}

/** Reads a source as a copy does, and writes nothing. */
export async function surveySource(
  source: Source,
  selection: Selection,
  onProgress: (progress: Progress) => void,
): Promise<Survey> {
  const totals = await source.count(selection)
  const done: Partial<Record<Progress['kind'], number>> = {}
  const survey = { rows: {} as Counts, damaged: [] as CopyReport['damaged'][number][] }
  for await (const item of withoutEmptyDefault(source.read(selection))) {
    if (isDamage(item)) {
      survey.damaged.push(item)
      continue
    }
    for (const [table, { length }] of Object.entries(item.rows) as [Table, readonly unknown[]][])
      addCounts(survey.rows, { [table]: length })
    if (item.continues) continue
    done[item.kind] = (done[item.kind] ?? 0) + 1
    onProgress({ kind: item.kind, done: done[item.kind] ?? 0, of: totals[item.kind] })
  }
  return { ...survey, notes: await source.notCarried() }
}
