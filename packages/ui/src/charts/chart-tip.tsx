import css from './chart.module.css'
import type { Hit, Size } from './plot.ts'

const GAP = 10

/** On the side of what is pointed at where there is more room. */
export function ChartTip({ hit, size }: { hit: Hit; size: Size }) {
  const toLeft = hit.x > size.width / 2
  const style = {
    ...(toLeft ? { right: size.width - hit.x + GAP } : { left: hit.x + GAP }),
    ...(hit.y > size.height / 2 ? { bottom: size.height - hit.y + GAP } : { top: hit.y + GAP }),
    maxWidth: Math.max(120, (toLeft ? hit.x : size.width - hit.x) - GAP),
  }
  return (
    <div className={css.tip} style={style} aria-hidden="true">
      <b dir="auto">{hit.title}</b>
      {hit.lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no names of their own
        <span key={at}>{line}</span>
      ))}
    </div>
  )
}
