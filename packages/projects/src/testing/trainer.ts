/** A program that trains nothing, and logs a metric that follows from its arguments: `node train.mjs lr depth`. */
export function trainer(score = 'lr * depth'): string {
  const sdk = new URL('../../../sdk/src/index.ts', import.meta.url)
  return `import { Client } from ${JSON.stringify(sdk.href)}
const [lr, depth] = process.argv.slice(2).map(Number)
if (depth === 13) {
  console.error('no such depth')
  process.exit(7)
}
await using client = new Client()
await client.runs.logMetric(process.env.MLFLOW_RUN_ID, { key: 'score', value: ${score} })
console.log('trained with', lr, depth)
`
}

export const TRAINER_PROJECT = `name: trainer
entry_points:
  main:
    parameters: {lr: {type: float, default: 1}, depth: {type: float, default: 3}}
    command: "node train.mjs {lr} {depth}"
  steps:
    parameters: {data: path}
    command: "cat {data}"
`
