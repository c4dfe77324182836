import { isOwn, type Tag } from './own-tags.ts'
import css from './tag-chips.module.css'

const SHOWN = 3

/** A taste of a thing's tags, for its row in a list. */
export function TagChips({ tags }: { tags: Tag[] }) {
  return tags
    .filter(isOwn)
    .slice(0, SHOWN)
    .map(({ key = '', value = '' }) => (
      <span key={key} className={css.tag} title={`${key}: ${value}`}>
        {key}: {value}
      </span>
    ))
}
