type Slice = (start: number, end: number) => Promise<ArrayBuffer>

const KEPT_BYTES = 64_000_000

/** Reads each part of a file once, as long as the parts that were read last have room. */
export function keepSlices(read: Slice, most = KEPT_BYTES): Slice {
  const kept = new Map<string, { slice: Promise<ArrayBuffer>; bytes: number }>()
  let room = most
  const drop = (name: string) => {
    room += kept.get(name)?.bytes ?? 0
    kept.delete(name)
  }
  return (start, end) => {
    const name = `${start}-${end}`
    const known = kept.get(name)
    const slice = known?.slice ?? read(start, end)
    drop(name)
    const bytes = end - start
    if (bytes > most) return slice
    kept.set(name, { slice, bytes })
    room -= bytes
    // A part that could not be read may be tried again.
    slice.catch(() => drop(name))
    for (const oldest of kept.keys()) {
      if (room >= 0) break
      drop(oldest)
    }
    return slice
  }
}
