/** Of index.js, which goes into a model as it is. */
export type Column =
  | { kind: 'number'; name: string; mean: number; deviation: number }
  | { kind: 'bin'; name: string; edges: number[]; values: number[] }
  | { kind: 'level'; name: string; values: Record<string, number> }
  | { kind: 'levels'; name: string; levels: string[] }

export interface Leaf {
  value: number
  left?: undefined
}

export interface Fork {
  feature: number
  /** At most this goes left. */
  at: number
  left: Tree
  right: Tree
}

export type Tree = Leaf | Fork

interface Common {
  columns: Column[]
  intercept: number
}

export type Fitted = Common & ({ weights: number[]; trees?: undefined } | { trees: Tree[] })

export type Model = Fitted & { points: { base: number; odds: number; double: number; cutoff: number } }

export type Loan = Readonly<Record<string, string | number>>

export interface Decision {
  pd: number
  score: number
  decision: 'accept' | 'refuse'
}

export function load(context: { folder: string }): void
export function predict(records: readonly Loan[]): Decision[]
export function decide(model: Model, record: Loan): Decision
export function featuresOf(columns: readonly Column[], record: Loan): number[]
export function chanceOf(model: Fitted, features: readonly number[]): number
