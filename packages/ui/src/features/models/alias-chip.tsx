import css from './alias-chip.module.css'

/** Written as in the URIs by which models are loaded, and with the version where that is not said beside it. */
export function AliasChip({ alias, version }: { alias: string; version?: string | undefined }) {
  const text = version ? `@${alias} → ${version}` : `@${alias}`
  return (
    <span className={css.chip} title={text}>
      {text}
    </span>
  )
}
