import { useCallback, useEffect, useRef, useState } from 'react'
import { artifactUrl } from './list-artifacts.ts'
import { CHUNK_BYTES, endOf, type LogWindow, withAfter, withBefore } from './log-window.ts'
import { readRange } from './read-head.ts'

/**
 * A stretch of a file of any size, that grows where it is scrolled to. `size` is the size that the listing tells: when it
 * grows, what was written since is read too, if the end was there before.
 */
export function useLog(owner: string, path: string, size: number | undefined) {
  const url = artifactUrl(owner, path)
  const [window, setWindow] = useState<LogWindow>()
  const [error, setError] = useState<unknown>()
  const asked = useRef<Promise<void>>(undefined)
  const stopped = useRef(new AbortController())

  /** One question at a time: the answers are put together in their order. A jump waits for the one that is asked. */
  const read = useCallback(
    async (start: number, end: number, put: (bytes: Uint8Array<ArrayBuffer>, total: number) => LogWindow) => {
      const { signal } = stopped.current
      const asking = async () => {
        try {
          const { bytes, total } = await readRange(url, start, end, signal)
          setWindow(put(bytes.slice(), Number.isNaN(total) ? start + bytes.length : total))
          setError(undefined)
        } catch (error) {
          if (!signal.aborted) setError(error)
        }
      }
      await asked.current
      asked.current = asking().finally(() => {
        asked.current = undefined
      })
      await asked.current
    },
    [url],
  )

  const toStart = useCallback(
    () => read(0, CHUNK_BYTES, (bytes, total) => ({ bytes, start: 0, total })),
    [read],
  )
  const toEnd = useCallback(() => {
    const start = Math.max(0, Math.max(size ?? 0, window?.total ?? 0) - CHUNK_BYTES)
    return read(start, start + 2 * CHUNK_BYTES, (bytes, total) => ({ bytes, start, total }))
  }, [read, size, window])
  const down = useCallback(() => {
    if (!window || asked.current || endOf(window) >= window.total) return
    const end = endOf(window)
    void read(end, end + CHUNK_BYTES, (bytes, total) => withAfter(window, bytes, total))
  }, [read, window])
  const up = useCallback(() => {
    if (!window || asked.current || window.start === 0) return
    const start = Math.max(0, window.start - CHUNK_BYTES)
    void read(start, window.start, (bytes, total) => withBefore(window, bytes, total))
  }, [read, window])

  useEffect(() => {
    const controller = new AbortController()
    stopped.current = controller
    asked.current = undefined
    void toStart()
    return () => controller.abort()
  }, [toStart])
  useEffect(() => {
    const isAtEnd = window && endOf(window) >= window.total
    if (!isAtEnd || asked.current || size === undefined || size <= window.total) return
    const end = endOf(window)
    void read(end, end + CHUNK_BYTES, (bytes, total) => withAfter(window, bytes, total))
  }, [read, window, size])

  return { window, error, toStart, toEnd, up, down }
}
