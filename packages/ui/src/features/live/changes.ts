import { serverUrl } from '../../api/client.ts'

/** What the server says has changed; `all` when it cannot tell, or when we may have missed something. */
export interface Change {
  experiments?: string[]
  runs?: string[]
  all?: boolean
}

export interface Scope {
  experiment_id?: string[]
  run_id?: string
}

const POLL_MS = 10_000
/** So long a stream may take to begin; one that a proxy holds back never says that it failed. */
const PATIENCE_MS = 5_000

/** Parses one event's data; anything unexpected means "look again". */
function parseChange(data: string): Change {
  try {
    const change: unknown = JSON.parse(data)
    return typeof change === 'object' && change !== null ? (change as Change) : { all: true }
  } catch {
    return { all: true }
  }
}

/**
 * Follows the server's changes while the tab is seen. Where there is no event stream the server is polled, and the stream
 * tried again: a server that restarts behind a proxy has none for a while. Whoever comes back to the tab, or back online,
 * is told to look at everything once.
 */
export function followChanges(scope: Scope, onChange: (change: Change) => void): () => void {
  let stream: EventSource | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  let interrupted = false
  let patience: ReturnType<typeof setTimeout> | undefined

  /** Until the stream begins after all. */
  const poll = () => {
    onChange({ all: true })
    patience = setTimeout(poll, POLL_MS)
  }

  const open = () => {
    clearTimeout(patience)
    stream = new EventSource(serverUrl('ajax-api/3.0/millrace/events', { ...scope }))
    stream.addEventListener('change', (event) => onChange(parseChange(event.data)))
    patience = setTimeout(poll, PATIENCE_MS)
    stream.onopen = () => {
      clearTimeout(patience)
      if (interrupted) onChange({ all: true })
      interrupted = false
    }
    stream.onerror = () => {
      interrupted = true
      // Otherwise the browser itself connects anew.
      if (stream?.readyState !== EventSource.CLOSED) return
      clearTimeout(again)
      clearTimeout(patience)
      again = setTimeout(() => {
        onChange({ all: true })
        open()
      }, POLL_MS)
    }
  }

  const close = () => {
    stream?.close()
    clearTimeout(again)
    clearTimeout(patience)
    stream = undefined
  }

  const onVisibility = () => {
    if (document.hidden) return close()
    if (stream) return
    open()
    onChange({ all: true })
  }

  if (!document.hidden) open()
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    close()
  }
}
