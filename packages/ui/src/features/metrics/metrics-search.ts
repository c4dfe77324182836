import { oneOf, text } from '../../app/search-params.ts'

export const AXES = ['step', 'relative', 'time'] as const
export type Axis = (typeof AXES)[number]

export const SCALES = ['linear', 'log'] as const
export type Scale = (typeof SCALES)[number]

/** What the charts of a run are looked at with. */
export interface MetricsSearch {
  search?: string | undefined
  axis?: Axis | undefined
  scale?: Scale | undefined
}

export const validateMetricsSearch = (search: Record<string, unknown>): MetricsSearch => ({
  search: text(search.search),
  axis: oneOf(AXES, search.axis),
  scale: oneOf(SCALES, search.scale),
})
