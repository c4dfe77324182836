/** A letter that begins a word, or follows the letter matched before it, is worth more than one in the middle. */
const WORD_START = 8
const IN_A_ROW = 5
const ANYWHERE = 1

const isWordStart = (text: string, at: number) => at === 0 || /[\s\-_./:]/.test(text[at - 1] ?? '')

/**
 * How well a text matches what was typed, the letters of which must all be there in their order; undefined where they
 * are not. Of equal matches the shorter text is the better one.
 */
function matchScore(text: string, typed: string): number | undefined {
  const [hay, needle] = [text.toLocaleLowerCase(), typed.toLocaleLowerCase().replaceAll(' ', '')]
  let score = 0
  let from = 0
  for (const letter of needle) {
    const at = nextAt(hay, letter, from)
    if (at < 0) return undefined
    score += at === from && from > 0 ? IN_A_ROW : isWordStart(hay, at) ? WORD_START : ANYWHERE
    from = at + letter.length
  }
  return score - text.length / 100
}

/** Right after the last letter, else at the start of a word, else wherever it comes first. */
function nextAt(text: string, letter: string, from: number): number {
  if (text.startsWith(letter, from)) return from
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1))
    if (isWordStart(text, at)) return at
  return text.indexOf(letter, from)
}

/** Those that match, the best first. */
export function fuzzy<T>(items: readonly T[], typed: string, textOf: (item: T) => string): T[] {
  const words = typed.trim()
  if (words === '') return [...items]
  return items
    .flatMap((item) => {
      const score = matchScore(textOf(item), words)
      return score === undefined ? [] : [{ item, score }]
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}
