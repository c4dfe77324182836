import { useSyncExternalStore } from 'react'
import { formatAgo, formatDateTime, toDate } from '../i18n/format.ts'
import { useText } from '../i18n/index.ts'

const TICK_MS = 30_000
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** One clock for all: a table has hundreds of cells that follow it. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

export const useNow = () => useSyncExternalStore(subscribe, () => now)

export function TimeAgo({ time }: { time: number | undefined }) {
  const { locale } = useText()
  const now = useNow()
  if (!time) return null
  const date = toDate(time)
  if (!date) return <span title={String(time)}>{time}</span>
  return (
    <time dateTime={date.toISOString()} title={formatDateTime(time, locale)}>
      {formatAgo(Math.min(time, now), now, locale)}
    </time>
  )
}
