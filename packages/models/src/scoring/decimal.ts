/** Digits of which every number is held exactly. */
export const EXACT_DIGITS = 15
/** Powers of ten up to this one are held exactly. */
export const EXACT_POWER = 22

const POWERS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, exponent) => Number(`1e${exponent}`))

/** A decimal number: `head` of at most 15 digits, then `tail` of `tailDigits` more, at most 4, times ten to `exponent`. */
export interface Decimal {
  head: number
  tail: number
  tailDigits: number
  exponent: number
}

/** The nearest number, or NaN where it takes longer to find than with a few products. */
export function nearest({ head, tail, tailDigits, exponent }: Decimal): number {
  if (head === 0) return tailDigits === 0 ? 0 : Number.NaN
  if (exponent < -EXACT_POWER || exponent > EXACT_POWER) return Number.NaN
  if (tailDigits === 0)
    return exponent < 0 ? head / (POWERS[-exponent] as number) : head * (POWERS[exponent] as number)
  return exponent <= 0
    ? nearestQuotient(head, tail, POWERS[tailDigits] as number, POWERS[-exponent] as number)
    : Number.NaN
}

/** 2 ** 27 + 1: cuts a number into two halves whose products are exact. */
const CUT = 134217729
/** What the last two roundings below may be off by, doubled. */
const DOUBT = 2 ** -50

/** (head * shift + tail) / power, all exact, rounded once; NaN where that is too close to a tie to tell. */
function nearestQuotient(head: number, tail: number, shift: number, power: number): number {
  const product = head * shift
  const small = errorOf(head, shift, product) + tail
  const high = product + small
  const low = small - (high - product)
  const quotient = high / power
  const times = quotient * power
  const rest = high - times - errorOf(quotient, power, times)
  const correction = (rest + low) / power
  const above = quotient + correction * (1 + DOUBT)
  return above === quotient + correction * (1 - DOUBT) ? above : Number.NaN
}

/** What a product of two numbers lost when it was rounded (Dekker). */
function errorOf(a: number, b: number, product: number): number {
  const cutA = CUT * a
  const highA = cutA - (cutA - a)
  const lowA = a - highA
  const cutB = CUT * b
  const highB = cutB - (cutB - b)
  const lowB = b - highB
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB)
}
