import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import { formatBytes, formatCount } from '../../i18n/format.ts'
import css from './log-preview.module.css'
import { endOf, findLines, linesOf } from './log-window.ts'
import { useLog } from './use-log.ts'

const LINE_HEIGHT = 20
const LINES_AHEAD = 100
/** A line without an end would hold up the page. */
const LONGEST_LINE = 5_000

interface Props {
  owner: string
  path: string
  /** As the listing tells it. */
  size: number | undefined
}

/** A log of any size: it opens at its start, jumps to its end, and fetches only what it is scrolled to. */
export function LogPreview({ owner, path, size }: Props) {
  const { t, locale } = useArtifactText()
  const log = useLog(owner, path, size)
  const { window, error, up, down } = log
  const lines = useMemo(() => (window ? linesOf(window) : []), [window])
  const [words, setWords] = useState('')
  const found = useMemo(() => findLines(lines, words), [lines, words])
  const [at, setAt] = useState(0)
  const scroller = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
  })
  const visible = rows.getVirtualItems()
  const [first, last] = [visible[0]?.index ?? 0, visible.at(-1)?.index ?? 0]

  useEffect(() => {
    if (last > lines.length - LINES_AHEAD) down()
    else if (first < LINES_AHEAD) up()
  }, [first, last, lines.length, up, down])
  useKeptPlace(scroller, window?.start, lines.length)

  const [jump, setJump] = useState<'start' | 'end'>()
  useEffect(() => {
    if (!jump || lines.length === 0) return
    rows.scrollToIndex(jump === 'end' ? lines.length - 1 : 0)
    setJump(undefined)
  }, [jump, lines.length, rows])
  const go = async (where: 'start' | 'end') => {
    await (where === 'end' ? log.toEnd() : log.toStart())
    setJump(where)
  }
  const step = (by: number) => {
    if (found.length === 0) return
    const next = (at + by + found.length) % found.length
    setAt(next)
    rows.scrollToIndex(found[next] ?? 0, { align: 'center' })
  }

  if (error && !window) return <ErrorState error={error} onRetry={() => void log.toStart()} />
  if (!window) return <Skeleton rows={12} height={LINE_HEIGHT} />
  return (
    <>
      <div className={css.bar}>
        <SearchBox
          label={t('artifacts.log.search')}
          value={words}
          onChange={(words) => {
            setWords(words)
            setAt(0)
          }}
          onKeyDown={(event) => event.key === 'Enter' && step(event.shiftKey ? -1 : at === 0 ? 0 : 1)}
        />
        {words && (
          <>
            <span role="status" className={css.count}>
              {found.length === 0
                ? t('artifacts.log.nothing')
                : t('artifacts.log.found', { at: at + 1, count: formatCount(found.length, locale) })}
            </span>
            <IconButton icon="up" label={t('artifacts.log.previous')} onClick={() => step(-1)} />
            <IconButton icon="down" label={t('artifacts.log.next')} onClick={() => step(1)} />
          </>
        )}
        <span className={css.place}>
          {t('artifacts.log.place', {
            start: formatBytes(window.start, locale),
            end: formatBytes(endOf(window), locale),
            size: formatBytes(window.total, locale),
          })}
        </span>
        <Button onClick={() => void go('start')}>{t('artifacts.log.toStart')}</Button>
        <Button onClick={() => void go('end')}>{t('artifacts.log.toEnd')}</Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section ref={scroller} className={css.log} tabIndex={0} aria-label={t('artifacts.log')}>
        <div className={css.lines} style={{ height: rows.getTotalSize() }}>
          {visible.map(({ index, start }) => (
            <div
              key={index}
              className={`${css.line} ${found[at] === index ? css.current : ''}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line text={lines[index] ?? ''} words={words} />
            </div>
          ))}
        </div>
      </section>
    </>
  )
}

/** When lines come in above, what was in view stays there. */
function useKeptPlace(
  scroller: React.RefObject<HTMLElement | null>,
  start: number | undefined,
  lines: number,
): void {
  const before = useRef({ start, lines })
  useLayoutEffect(() => {
    const { start: oldStart = 0, lines: oldLines } = before.current
    before.current = { start, lines }
    if (!scroller.current || start === undefined || oldLines === 0) return
    const cameAbove = start < oldStart && lines > oldLines
    if (cameAbove) scroller.current.scrollTop += (lines - oldLines) * LINE_HEIGHT
  }, [scroller, start, lines])
}

function Line({ text, words }: { text: string; words: string }) {
  const shown = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text
  const at = words ? shown.toLowerCase().indexOf(words.toLowerCase()) : -1
  if (at < 0) return shown
  return (
    <>
      {shown.slice(0, at)}
      <mark>{shown.slice(at, at + words.length)}</mark>
      {shown.slice(at + words.length)}
    </>
  )
}
