import { useText } from '../../i18n/index.ts'
import type { Attribute, Column } from './columns.ts'

/** Attributes have names in every language; keys are the user's own. */
export function useColumnLabel(): (column: Column) => string {
  const { t } = useText()
  return ({ kind, key }) => (kind === 'attributes' ? t(`attribute.${key as Attribute}`) : key)
}
