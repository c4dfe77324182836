/** Trains a small network on two spirals, logs it run by run, registers the best one, and loads that one again. */
import {
  configure,
  type Run,
  registerModel,
  searchRuns,
  setExperiment,
  tensorflowCallbacks,
  tensorflowSource,
  tracker,
  withRun,
} from '@millrace/sdk'
import * as tf from '@tensorflow/tfjs'

await configure({ trackingUri: process.argv[2] ?? process.env.MLFLOW_TRACKING_URI ?? 'http://localhost:5000' })
const experiment = await setExperiment('spirals')
console.log(`experiment ${experiment?.name} at ${tracker().client.trackingUri}`)

const { xs, ys } = spirals(400)

await withRun({ name: 'widths' }, async () => {
  for (const units of [4, 16]) await withRun({ name: `${units} units`, nested: true }, (run) => train(run, units))
})

const [best] = await searchRuns({ filter: "params.units != ''", orderBy: ['metrics.acc DESC'] }).rows(1)
if (!best) throw new Error('no run was found')
console.log(`best: ${best.name}, accuracy ${best['metrics.acc']}`)

const version = await registerModel(`runs:/${best.runId}/spirals`, 'spirals')
await tracker().client.registry.setAlias('spirals', 'champion', version.version)

const loaded = await tf.loadLayersModel(tensorflowSource(tracker(), 'models:/spirals@champion') as tf.io.IOHandler)
const accuracy = tf.tidy(() => (loaded.predict(xs) as tf.Tensor).greater(0.5).equal(ys.greater(0.5)).mean().arraySync())
console.log(`version ${version.version}, loaded again: accuracy ${accuracy}`)
await tracker().close()

async function train(run: Run, units: number): Promise<void> {
  const model = tf.sequential({ name: 'spirals' })
  model.add(tf.layers.dense({ inputShape: [2], units, activation: 'tanh' }))
  model.add(tf.layers.dense({ units, activation: 'tanh' }))
  model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }))
  model.compile({ optimizer: tf.train.adam(0.05), loss: 'binaryCrossentropy', metrics: ['accuracy'] })
  await run.logInput({ name: 'spirals', source: { generator: 'spirals', points: 400 } }, { context: 'training' })
  const fit = { epochs: 30, batchSize: 64 }
  const params = { ...fit, units }
  await model.fit(xs, ys, { ...fit, verbose: 0, callbacks: tensorflowCallbacks(run, { model, params }) })
}

/** Points of two arms that wind around each other, and which arm each is of. */
function spirals(count: number) {
  const points = Array.from({ length: count }, (_, i) => {
    const arm = i % 2
    const turn = (i / count) * 3
    return { at: [turn * Math.cos(turn + arm * Math.PI), turn * Math.sin(turn + arm * Math.PI)], arm }
  })
  return { xs: tf.tensor2d(points.map(({ at }) => at)), ys: tf.tensor2d(points.map(({ arm }) => [arm])) }
}
