import { useSyncExternalStore } from 'react'
import { formatAgo, formatDateTime, toDate } from '../i18n/format.ts'
import { useText } from '../i18n/index.ts'

const TICK_MS = 30_000
let now = Date.now()

function subscribe(listener: () => void): () => void {
  const timer = setInterval(() => {
    now = Date.now()
    listener()
  }, TICK_MS)
  return () => clearInterval(timer)
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
