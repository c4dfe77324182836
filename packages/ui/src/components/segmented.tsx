import css from './segmented.module.css'

interface Props<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  /** The pointer or the focus is near: what another choice needs can be fetched ahead. */
  onNear?: () => void
}

export function Segmented<T extends string>({ label, value, options, onChange, onNear }: Props<T>) {
  return (
    <fieldset className={css.group} aria-label={label} onPointerEnter={onNear} onFocus={onNear}>
      {options.map((option) => (
        <label key={option.value} className={css.option}>
          <input
            type="radio"
            name={label}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
