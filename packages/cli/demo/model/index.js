/**
 * A model of default risk as `millrace demo` trains it: model.json says how columns become features, what weighs how much,
 * and how a chance of default becomes points and a decision. It scores with this file alone.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

let model

export function load({ folder }) {
  model = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))
}

export function predict(records) {
  return records.map((record) => decide(model, record))
}

export function decide(model, record) {
  const pd = chanceOf(model, featuresOf(model.columns, record))
  const { base, odds, double, cutoff } = model.points
  const score = base + (double / Math.LN2) * Math.log((1 - pd) / pd / odds)
  return { pd, score: Math.round(score), decision: pd < cutoff ? 'accept' : 'refuse' }
}

/** Numbers for a record, in the order of the columns; a value never seen counts as the average. */
export function featuresOf(columns, record) {
  const features = []
  for (const column of columns) {
    const value = record[column.name]
    if (column.kind === 'number') features.push((value - column.mean) / column.deviation)
    else if (column.kind === 'level') features.push(column.values[value] ?? 0)
    else if (column.kind === 'bin') features.push(column.values[binOf(column.edges, value)])
    else for (const level of column.levels) features.push(value === level ? 1 : 0)
  }
  return features
}

function binOf(edges, value) {
  let bin = 0
  while (bin < edges.length && value > edges[bin]) bin++
  return bin
}

/** The chance of default; kept from 0 and 1, which no points belong to. */
export function chanceOf(model, features) {
  const sum = model.trees ? sumOfTrees(model, features) : sumOfWeights(model, features)
  return Math.min(1 - 1e-9, Math.max(1e-9, 1 / (1 + Math.exp(-sum))))
}

function sumOfWeights({ intercept, weights }, features) {
  let sum = intercept
  for (let index = 0; index < weights.length; index++) sum += weights[index] * features[index]
  return sum
}

function sumOfTrees({ intercept, trees }, features) {
  let sum = intercept
  for (const tree of trees) {
    let node = tree
    while (node.left) node = features[node.feature] <= node.at ? node.left : node.right
    sum += node.value
  }
  return sum
}
