/** A whole number of 64 bits; a bigint where a number would lose digits (see Int64 of the contract). */
export function exactInteger(digits: string): number | bigint {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : BigInt(digits)
}
