import type { Run } from '@millrace/contract'
import { useQueries } from '@tanstack/react-query'
import { formatMetric } from '../../i18n/format.ts'
import { runQuery } from '../runs/get-run.ts'
import { isOwn } from '../tags/own-tags.ts'
import { versionQuery } from './get-model.ts'

/** Versions beside each other, each with the run it came of. A run that is gone leaves its column empty. */
export function useCompared(name: string, numbers: string[], locale: string) {
  const versions = useQueries({ queries: numbers.map((number) => versionQuery(name, number)) })
  const runs = useQueries({
    queries: versions.map(({ data }) => ({
      ...runQuery(data?.run_id ?? ''),
      enabled: Boolean(data?.run_id),
    })),
  })
  const failed = versions.find(({ error, data }) => error && !data)
  return {
    error: failed?.error,
    retry: () => void failed?.refetch(),
    isPending: versions.some(({ isPending }) => isPending) || runs.some(({ isLoading }) => isLoading),
    versions: versions.map(({ data = {} }) => data),
    tags: versions.map(({ data }) => mapOf(data?.tags?.filter(isOwn))),
    params: runs.map(({ data }) => mapOf(data?.data?.params)),
    metrics: runs.map(({ data }) => metricsOf(data, locale)),
    runNames: runs.map(({ data }) => data?.info?.run_name),
  }
}

const mapOf = (pairs: { key?: string; value?: string }[] = []) =>
  new Map(pairs.map(({ key = '', value = '' }) => [key, value]))

const metricsOf = (run: Run | undefined, locale: string) =>
  new Map((run?.data?.metrics ?? []).map(({ key = '', value }) => [key, formatMetric(value, locale)]))
