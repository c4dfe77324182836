/** A whole number of 64 bits; a bigint under the number's name where a number would lose digits (see Int64 of the contract). */
export function exactInteger(digits: string): number {
  const number = Number(digits)
  return Number.isSafeInteger(number) ? number : (BigInt(digits) as unknown as number)
}

/** A JSON array of whole numbers, every digit kept. */
export function integersJson(integers: readonly (number | bigint)[]): string {
  return `[${integers.join(',')}]`
}
