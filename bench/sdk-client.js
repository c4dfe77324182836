/** The SDK's side of `bench/sdk.ts`: `sdk-client.js URI POINTS`, in a process of its own so that its memory is its own. */
const { Tracker } = await import(process.env.SDK ?? '../packages/sdk/dist/node/index.js')

const [uri, count] = process.argv.slice(2)
const points = Number(count)
const tracker = new Tracker({ trackingUri: uri, env: {} })
const run = await tracker.startRun({ name: 'bench' })
for (let step = 0; step < 20_000; step++) await run.logMetric('warm-up', step, { step })
await run.flush()

const cpu = process.cpuUsage()
const started = performance.now()
let inLoop = 0
for (let step = 0; step < points; ) {
  // A training computes between its values; the event loop gets its turn after so many.
  const until = Math.min(points, step + 1000)
  const before = performance.now()
  let room
  for (; step < until; step++) room = run.logMetric('loss', 1 / (step + 1), { step }) ?? room
  inLoop += performance.now() - before
  await room
  await new Promise(setImmediate)
}
await run.flush()
const seconds = (performance.now() - started) / 1000
const { user, system } = process.cpuUsage(cpu)
await run.end()
await tracker.close()
console.log(
  JSON.stringify({
    run_id: run.runId,
    points,
    per_second: Math.round(points / seconds),
    per_cpu_second: Math.round((points * 1e6) / (user + system)),
    microseconds_in_loop: Math.round((1e6 * inLoop) / points) / 1000,
    max_memory_mb: Math.round(process.resourceUsage().maxRSS / 1000),
  }),
)
