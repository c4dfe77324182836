import type { LoggedModel, Metric, Run } from '@millrace/contract'
import { useQueries } from '@tanstack/react-query'
import { formatMetric } from '../../i18n/format.ts'
import { runQuery } from '../runs/get-run.ts'
import { isOwn } from '../tags/own-tags.ts'
import { loggedModelQuery, versionQuery } from './get-model.ts'
import { loggedModelOf } from './logged-model-versions.ts'

/** Versions beside each other, each with the run it came of. A run that is gone leaves its column empty. */
export function useCompared(name: string, numbers: string[], locale: string) {
  const versions = useQueries({ queries: numbers.map((number) => versionQuery(name, number)) })
  const runs = useQueries({
    queries: versions.map(({ data }) => ({
      ...runQuery(data?.run_id ?? ''),
      enabled: Boolean(data?.run_id),
    })),
  })
  const models = useQueries({
    queries: versions.map(({ data }) => ({
      ...loggedModelQuery(loggedModelOf(data) ?? ''),
      enabled: loggedModelOf(data) !== undefined,
      retry: false,
    })),
  })
  const sources = versions.map((_, at) => sourceOf(models[at]?.data, runs[at]?.data))
  const failed = versions.find(({ error, data }) => error && !data)
  return {
    error: failed?.error,
    retry: () => void failed?.refetch(),
    isPending:
      versions.some(({ isPending }) => isPending) || [...runs, ...models].some(({ isLoading }) => isLoading),
    versions: versions.map(({ data = {} }) => data),
    tags: versions.map(({ data }) => mapOf(data?.tags?.filter(isOwn))),
    /** Whose metrics and parameters these are. */
    sources: sources.map(({ of }) => of),
    params: sources.map(({ params }) => mapOf(params)),
    metrics: sources.map(({ metrics }) => metricsOf(metrics, locale)),
    runNames: runs.map(({ data }) => data?.info?.run_name),
  }
}

const mapOf = (pairs: { key?: string; value?: string }[] = []) =>
  new Map(pairs.map(({ key = '', value = '' }) => [key, value]))

const metricsOf = (metrics: Metric[], locale: string) =>
  new Map(metrics.map(({ key = '', value }) => [key, formatMetric(value, locale)]))

interface Source {
  of: 'model' | 'run' | undefined
  params: { key?: string; value?: string }[]
  metrics: Metric[]
}

/** As `millrace models check` takes them: what was measured of the logged model itself, and of its run the rest. */
function sourceOf(model: LoggedModel | undefined, run: Run | undefined): Source {
  const both = [run?.data, model?.data]
  return {
    of: model?.data?.metrics?.length ? 'model' : run && 'run',
    metrics: both.flatMap((data) => data?.metrics ?? []),
    params: both.flatMap((data) => data?.params ?? []),
  }
}
