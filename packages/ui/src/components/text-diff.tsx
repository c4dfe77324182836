import { type Change, diffLines, diffWordsWithSpace } from 'diff'
import { useMemo } from 'react'
import css from './text-diff.module.css'

/** Beyond this it is compared by lines: by words it would take seconds. */
const BY_WORDS_UP_TO = 20_000
/** Texts that have hardly a line in common take far longer, and nobody reads what comes out. */
const PATIENCE_MS = 1_000

type Unit = 'words' | 'lines'
type Part = Pick<Change, 'value' | 'added' | 'removed'>

interface Props {
  from: string
  to: string
  /** What is looked for: words in a text that is read, lines in a file. */
  by: Unit
  label: string
}

/** One text with what was taken from `from` and what `to` has instead, marked for eyes and for ears. */
export function TextDiff({ from, to, by, label }: Props) {
  const parts = useMemo(() => partsOf(from, to, by), [from, to, by])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css[by]} tabIndex={0} aria-label={label}>
      {parts.map(({ value, added, removed }, at) => {
        const Tag = added ? 'ins' : removed ? 'del' : 'span'
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no identity but their place
        return <Tag key={at}>{value}</Tag>
      })}
    </section>
  )
}

function partsOf(from: string, to: string, by: Unit): Part[] {
  const whole = [
    { value: from, removed: true, added: false },
    { value: to, removed: false, added: true },
  ]
  if (by === 'words' && from.length + to.length <= BY_WORDS_UP_TO) return diffWordsWithSpace(from, to)
  return diffLines(from, to, { timeout: PATIENCE_MS }) ?? whole
}
