import type { Run } from '@millrace/contract'
import {
  formatDateTime,
  formatDuration,
  formatMetric,
  toDate,
  toNumber,
  type WireDouble,
} from '../../i18n/format.ts'
import type { Locale, Translate } from '../../i18n/index.ts'
import type { Attribute, Column } from './columns.ts'
import { tagOf } from './nest-runs.ts'

interface Lookup {
  metrics: Map<string | undefined, WireDouble | undefined>
  params: Map<string | undefined, string | undefined>
  tags: Map<string | undefined, string | undefined>
}

const lookups = new WeakMap<Run, Lookup>()

/** A run may hold thousands of keys and a cell is drawn on every scroll step, so each run is indexed once. */
function lookupOf(run: Run): Lookup {
  let lookup = lookups.get(run)
  if (!lookup) {
    const { metrics = [], params = [], tags = [] } = run.data ?? {}
    lookup = {
      metrics: new Map(metrics.map(({ key, value }) => [key, value])),
      params: new Map(params.map(({ key, value }) => [key, value])),
      tags: new Map(tags.map(({ key, value }) => [key, value])),
    }
    lookups.set(run, lookup)
  }
  return lookup
}

/** What a value is put into words with. */
export interface Words {
  t: Translate
  locale: Locale
  now: number
  /** What experiments are called. */
  names?: ReadonlyMap<string, string>
}

/** None from a start that is no time: nobody knows in what unit it was logged. */
export function durationOf({ info }: Run, now: number): number | undefined {
  if (!info?.start_time || !toDate(info.start_time)) return undefined
  const end = info.end_time || (info.status === 'RUNNING' ? now : undefined)
  return end === undefined ? undefined : Math.max(0, end - info.start_time)
}

/** The last part of a path is what tells sources apart. */
const sourceOf = (run: Run): string => tagOf(run, 'mlflow.source.name')?.split(/[/\\]/).at(-1) ?? ''

const time = (ms: number | undefined, locale: string) => (ms ? formatDateTime(ms, locale) : '')

const ATTRIBUTE_TEXT: Record<Attribute, (run: Run, words: Words) => string> = {
  start_time: ({ info }, { locale }) => time(info?.start_time, locale),
  end_time: ({ info }, { locale }) => time(info?.end_time, locale),
  duration: (run, { locale, now }) => {
    const ms = durationOf(run, now)
    return ms === undefined ? '' : formatDuration(ms, locale)
  },
  user_id: (run) => userOf(run),
  source: sourceOf,
  status: ({ info }, { t }) => (info?.status ? t(`status.${info.status}`) : ''),
  run_id: ({ info }) => info?.run_id ?? '',
  experiment_id: ({ info: { experiment_id = '' } = {} }, { names }) =>
    names?.get(experiment_id) ?? experiment_id,
}

export const userOf = (run: Run): string => tagOf(run, 'mlflow.user') ?? run.info?.user_id ?? ''

export interface CellText {
  text: string
  /** The untouched value, for the tip. */
  full: string
}

export function cellText(run: Run, { kind, key }: Column, words: Words): CellText {
  if (kind === 'attributes') {
    const text = ATTRIBUTE_TEXT[key as Attribute](run, words)
    return { text, full: key === 'source' ? (tagOf(run, 'mlflow.source.name') ?? '') : text }
  }
  if (kind === 'metrics') {
    const value = lookupOf(run).metrics.get(key)
    return {
      text: formatMetric(value, words.locale),
      full: value === undefined ? '' : String(toNumber(value)),
    }
  }
  const text = lookupOf(run)[kind].get(key) ?? ''
  return { text, full: text }
}
