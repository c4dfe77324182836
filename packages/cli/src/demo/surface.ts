import { chanceOf, type Fitted, featuresOf, type Loan } from '../../demo/model/index.js'

/** Cells along a side, and pixels along a cell's. */
const CELLS = 40
const CELL = 8
const MONTHS = { from: 4, to: 72 }
const AMOUNT = { from: 250, to: 15_000 }
/** From a chance of default of 0 to one of 1. */
const COLOURS = [
  [33, 102, 172],
  [146, 197, 222],
  [247, 247, 247],
  [244, 165, 130],
  [178, 24, 43],
] as const

/**
 * How the chance of default of one loan changes with its months (to the right) and its amount (upwards), blue to red, as
 * pixels of an image.
 */
export function surface(model: Fitted, loan: Loan): { data: Uint8Array; width: number; height: number } {
  const side = CELLS * CELL
  const data = new Uint8Array(side * side * 3)
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const changed = {
        ...loan,
        duration_in_month: at(MONTHS, column),
        credit_amount: at(AMOUNT, CELLS - 1 - row),
      }
      const colour = colourOf(chanceOf(model, featuresOf(model.columns, changed)))
      for (let x = column * CELL; x < (column + 1) * CELL; x++) data.set(colour, (row * CELL * side + x) * 3)
    }
    const line = row * CELL * side * 3
    for (let y = 1; y < CELL; y++) data.copyWithin(line + y * side * 3, line, line + side * 3)
  }
  return { data, width: side, height: side }
}

function at({ from, to }: { from: number; to: number }, cell: number): number {
  return from + ((to - from) * cell) / (CELLS - 1)
}

function colourOf(pd: number): number[] {
  const place = pd * (COLOURS.length - 1)
  const [low, high] = [COLOURS[Math.floor(place)] ?? COLOURS[0], COLOURS[Math.ceil(place)] ?? COLOURS[0]]
  return low.map((channel, index) => Math.round(channel + ((high[index] ?? 0) - channel) * (place % 1)))
}
