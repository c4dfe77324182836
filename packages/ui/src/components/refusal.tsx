import css from './refusal.module.css'

/** Why a search was not made; the field that asked for it names this by its id. */
export function Refusal({ id, error }: { id: string; error: Error | undefined }) {
  if (!error) return null
  return (
    <p id={id} role="status" className={css.refused}>
      {error.message}
    </p>
  )
}
