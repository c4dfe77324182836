/** What a bank asks of a scoring model; `chance` is the predicted chance of default, `bad` is 1 for a loan that failed. */

/** The cost matrix published with the data: an accepted bad loan costs five times a refused good one. */
const COST_ACCEPTED_BAD = 5
const COST_REFUSED_GOOD = 1

/** 600 points at odds of 50 good to 1 bad; 20 points double the odds. */
export const POINTS = {
  base: 600,
  odds: 50,
  double: 20,
  cutoff: COST_REFUSED_GOOD / (COST_REFUSED_GOOD + COST_ACCEPTED_BAD),
}

export interface RocPoint {
  falseAlarms: number
  hits: number
}

export function measure(bad: Uint8Array, chance: Float64Array): Record<string, number> {
  const curve = rocCurve(bad, chance)
  const { acceptedBad, refusedGood, accepted } = count(bad, chance)
  const area = auc(bad, chance)
  return {
    auc: area,
    gini: 2 * area - 1,
    ks: Math.max(...curve.map(({ hits, falseAlarms }) => hits - falseAlarms)),
    brier: mean(bad, (outcome, index) => ((chance[index] ?? 0) - outcome) ** 2),
    log_loss: logLoss(bad, chance),
    expected_cost: (COST_ACCEPTED_BAD * acceptedBad + COST_REFUSED_GOOD * refusedGood) / bad.length,
    approval_rate: accepted / bad.length,
    bad_rate_of_accepted: acceptedBad / Math.max(1, accepted),
  }
}

/** Of how many pairs of a bad loan and a good one the bad one has the higher chance; a tie is half. */
export function auc(bad: Uint8Array, chance: Float64Array): number {
  const failed = chance.filter((_, index) => bad[index]).sort()
  const paid = chance.filter((_, index) => !bad[index]).sort()
  let [below, upTo, pairs] = [0, 0, 0]
  for (const value of failed) {
    while (below < paid.length && (paid[below] as number) < value) below++
    upTo = Math.max(upTo, below)
    while (upTo < paid.length && paid[upTo] === value) upTo++
    pairs += (below + upTo) / 2
  }
  return pairs / (failed.length * paid.length)
}

export function logLoss(bad: Uint8Array, chance: Float64Array): number {
  let sum = 0
  for (let index = 0; index < bad.length; index++) {
    const pd = chance[index] as number
    sum -= Math.log(bad[index] ? pd : 1 - pd)
  }
  return sum / bad.length
}

/** How decisions fell: refused from the cut-off on. */
export function count(bad: Uint8Array, chance: Float64Array) {
  const counts = { acceptedGood: 0, acceptedBad: 0, refusedGood: 0, refusedBad: 0 }
  for (const [index, outcome] of bad.entries()) {
    const isRefused = (chance[index] ?? 0) >= POINTS.cutoff
    if (outcome) counts[isRefused ? 'refusedBad' : 'acceptedBad']++
    else counts[isRefused ? 'refusedGood' : 'acceptedGood']++
  }
  return { ...counts, accepted: counts.acceptedGood + counts.acceptedBad }
}

/** From the most doubtful loan on; equal chances are one step. */
export function rocCurve(bad: Uint8Array, chance: Float64Array): RocPoint[] {
  const order = Uint32Array.from(bad.keys()).sort((a, b) => (chance[b] ?? 0) - (chance[a] ?? 0))
  const positives = bad.reduce((sum, outcome) => sum + outcome, 0)
  const points: RocPoint[] = [{ falseAlarms: 0, hits: 0 }]
  let hits = 0
  for (const [place, index] of order.entries()) {
    hits += bad[index] ?? 0
    if (chance[order[place + 1] ?? -1] === chance[index]) continue
    points.push({ falseAlarms: (place + 1 - hits) / (bad.length - positives), hits: hits / positives })
  }
  return points
}

export interface Band {
  lowest: number
  highest: number
  loans: number
  bad: number
  bad_rate: number
  mean_pd: number
}

/** Loans in equal parts by their points, the worst first. */
export function scoreBands(bad: Uint8Array, chance: Float64Array, bands = 10): Band[] {
  const order = Array.from(bad.keys()).sort((a, b) => (chance[b] ?? 0) - (chance[a] ?? 0))
  return Array.from({ length: bands }, (_, band) => {
    const part = order.slice(
      Math.round((band * order.length) / bands),
      Math.round(((band + 1) * order.length) / bands),
    )
    const failed = part.filter((index) => bad[index]).length
    return {
      lowest: Math.round(pointsOf(chance[part[0] ?? 0] ?? 0)),
      highest: Math.round(pointsOf(chance[part.at(-1) ?? 0] ?? 0)),
      loans: part.length,
      bad: failed,
      bad_rate: failed / part.length,
      mean_pd: part.reduce((sum, index) => sum + (chance[index] ?? 0), 0) / part.length,
    }
  })
}

export function pointsOf(pd: number): number {
  return POINTS.base + (POINTS.double / Math.LN2) * Math.log((1 - pd) / pd / POINTS.odds)
}

/** How far scores have moved from those at training: below 0.1 is calm, above 0.25 is alarm. */
export function stabilityIndex(before: Float64Array, after: Float64Array, bins = 5): number {
  const sorted = before.slice().sort()
  const edges = Array.from(
    { length: bins - 1 },
    (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / bins)] ?? 0,
  )
  const shares = (chances: Float64Array) => {
    const counts = new Array<number>(bins).fill(0)
    for (const chance of chances) {
      const bin = edges.filter((edge) => chance > edge).length
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    // Half a loan in an empty bin, so that its logarithm is one.
    return counts.map((loans) => Math.max(loans, 0.5) / chances.length)
  }
  const [old, now] = [shares(before), shares(after)]
  return old.reduce((sum, share, bin) => {
    const other = now[bin] ?? share
    return sum + (other - share) * Math.log(other / share)
  }, 0)
}

function mean(bad: Uint8Array, of: (outcome: number, index: number) => number): number {
  return bad.reduce((sum, outcome, index) => sum + of(outcome, index), 0) / bad.length
}
