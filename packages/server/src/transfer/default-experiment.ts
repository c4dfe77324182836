import { type Bundle, type Bundles, isDamage } from './bundle.ts'

/**
 * Every store has an experiment `Default` of its own: that of the source is carried with the first thing that is in it, so
 * that a copy which has none leaves the target's as it is.
 */
export async function* withoutEmptyDefault(items: Bundles): Bundles {
  let waiting: Bundle | undefined
  for await (const item of items) {
    if (!isDamage(item)) {
      if (isEmptyDefault(item)) {
        waiting = item
        continue
      }
      if (waiting && isWithin(item, waiting)) {
        yield waiting
        waiting = undefined
      }
    }
    yield item
  }
}

function isEmptyDefault({ rows }: Bundle): boolean {
  const { experiments: [experiment] = [], experiment_tags = [] } = rows
  return experiment?.name === 'Default' && experiment_tags.length === 0
}

function isWithin({ rows }: Bundle, { rows: { experiments = [] } }: Bundle): boolean {
  const { datasets = [], runs = [], logged_models = [], trace_info = [] } = rows
  const [thing] = [...datasets, ...runs, ...logged_models, ...trace_info]
  return thing !== undefined && String(thing.experiment_id) === String(experiments[0]?.experiment_id)
}
