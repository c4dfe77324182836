/**
 * A text as one line: of several lines the first that says something, and an ellipsis for the rest.
 * @param longest in characters; what is longer ends with an ellipsis too
 */
export function oneLine(text: string, longest = Number.POSITIVE_INFINITY): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  const first = lines.length > 1 ? firstOf(lines) : text
  const characters = [...first]
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : first
}

function firstOf(lines: readonly string[]): string {
  const told = lines.map((line) => line.trim()).filter((line) => line !== '')
  return told.length > 1 ? `${told[0]} …` : (told[0] ?? '')
}
