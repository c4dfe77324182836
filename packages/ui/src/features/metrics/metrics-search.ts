import { list, oneOf, text } from '../../app/search-params.ts'

export const AXES = ['step', 'relative', 'time'] as const
export type Axis = (typeof AXES)[number]

export const SCALES = ['linear', 'log'] as const
export type Scale = (typeof SCALES)[number]

/** What charts of metrics are looked at with; all of it lives in the address. */
export interface MetricsSearch {
  /** Words in the names of the metrics shown. */
  search?: string | undefined
  axis?: Axis | undefined
  /** Of the values. */
  scale?: Scale | undefined
  /** Of the steps. */
  xscale?: Scale | undefined
  /** How much of each value comes from those before it, in percent. */
  smooth?: string | undefined
  /** The part of the horizontal axis that is shown, `from..to`. */
  range?: string | undefined
  /** Sections that are not as they are by themselves, open or closed. */
  turned?: string[] | undefined
  /** Metrics that come first in their section, in this order. */
  order?: string[] | undefined
  /** The metric whose chart is large. */
  full?: string | undefined
}

export const validateMetricsSearch = (search: Record<string, unknown>): MetricsSearch => ({
  search: text(search.search),
  axis: oneOf(AXES, search.axis),
  scale: oneOf(SCALES, search.scale),
  xscale: oneOf(SCALES, search.xscale),
  smooth: text(search.smooth),
  range: text(search.range),
  turned: list(search.turned),
  order: list(search.order),
  full: text(search.full),
})

const MOST_SMOOTH = 99

export function smoothingOf({ smooth }: MetricsSearch): number {
  const percent = Number(smooth ?? 0)
  return percent > 0 ? Math.min(percent, MOST_SMOOTH) : 0
}
