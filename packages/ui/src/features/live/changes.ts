import { serverUrl } from '../../api/client.ts'

/** What the server says has changed; `all` when it cannot tell, or when we may have missed something. */
export interface Change {
  experiments?: string[]
  runs?: string[]
  all?: boolean
}

export interface Scope {
  experiment_id?: string
  run_id?: string
}

const POLL_MS = 10_000

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
 * Follows the server's changes while the tab is seen. A server without the event stream is polled; whoever
 * comes back to the tab, or back online, is told to look at everything once.
 */
export function followChanges(scope: Scope, onChange: (change: Change) => void): () => void {
  let stream: EventSource | undefined
  let poll: ReturnType<typeof setInterval> | undefined

  const startPolling = () => {
    poll ??= setInterval(() => onChange({ all: true }), POLL_MS)
  }

  const open = () => {
    let interrupted = false
    stream = new EventSource(serverUrl('ajax-api/3.0/millrace/events', { ...scope }))
    stream.addEventListener('change', (event) => onChange(parseChange(event.data)))
    stream.onopen = () => {
      if (interrupted) onChange({ all: true })
      interrupted = false
    }
    stream.onerror = () => {
      interrupted = true
      if (stream?.readyState === EventSource.CLOSED) startPolling()
    }
  }

  const close = () => {
    stream?.close()
    clearInterval(poll)
    stream = undefined
    poll = undefined
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
