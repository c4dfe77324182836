import type { Loggable } from '../content/text.ts'
import { tracker as sharedTracker } from '../fluent.ts'
import type { ModelFiles } from '../log-model.ts'
import type { Run } from '../run.ts'
import type { Tracker } from '../tracker.ts'

/** Something that trains, whatever library does it. */
export interface Trainer<Result> {
  /** The name of the run. */
  readonly name?: string
  readonly params?: Readonly<Record<string, Loggable>>
  /** @param onStep to be told of each step or epoch */
  train(
    onStep: (step: number, metrics: Readonly<Record<string, number>>) => Promise<void>,
    run: Run,
  ): Promise<Result>
  /** What is logged at the end: numbers of the result. */
  metricsOf?(result: Result): Readonly<Record<string, number>>
  /** What is logged at the end: the trained model. */
  modelOf?(result: Result): ModelFiles | Promise<ModelFiles>
}

/**
 * Trains within a run: params before, metrics at every step, how long it took, the model in the end. Within an active run it is
 * a run of its own below that one.
 * @example
 * ```ts
 * const forest = await autolog({
 *   name: 'forest',
 *   params: { trees: 100 },
 *   train: async (onStep) => grow(100, (tree, error) => onStep(tree, { error })),
 *   modelOf: (forest) => ({ flavors: { forest: { data: 'forest.json' } }, files: { 'forest.json': JSON.stringify(forest) } }),
 * })
 * ```
 */
export function autolog<Result>(
  trainer: Trainer<Result>,
  tracker: Tracker = sharedTracker(),
): Promise<Result> {
  const { name, params = {} } = trainer
  const options = { nested: tracker.activeRun !== undefined, ...(name !== undefined && { name }) }
  return tracker.withRun(options, async (run) => {
    run.logParams(params)
    const started = performance.now()
    const result = await trainer.train(async (step, metrics) => run.logMetrics(metrics, { step }), run)
    run.logMetric('training_seconds', (performance.now() - started) / 1000)
    if (trainer.metricsOf) run.logMetrics(trainer.metricsOf(result))
    if (trainer.modelOf) await run.logModel(await trainer.modelOf(result))
    return result
  })
}
