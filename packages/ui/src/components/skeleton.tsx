import css from './skeleton.module.css'

/** Rows as tall as the real ones, so that nothing jumps when they arrive. */
export function Skeleton({ rows, height }: { rows: number; height: number }) {
  return (
    <div aria-hidden="true" className={css.list}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className={css.row} style={{ height }}>
          <span style={{ width: `${28 + ((row * 37) % 40)}%` }} />
        </div>
      ))}
    </div>
  )
}
