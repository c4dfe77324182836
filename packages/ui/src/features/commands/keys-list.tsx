import { type SettingsMessageId, useSettingsText } from '../../i18n/settings.ts'
import css from './keys-list.module.css'

type Keys = readonly (readonly [keys: readonly string[], what: SettingsMessageId])[]

const GROUPS: readonly (readonly [title: SettingsMessageId, keys: Keys])[] = [
  [
    'keys.everywhere',
    [
      [['Ctrl K', '⌘ K'], 'keys.commands'],
      [['/'], 'keys.search'],
      [['?'], 'keys.show'],
      [['Esc'], 'keys.close'],
    ],
  ],
  [
    'keys.lists',
    [
      [['j', 'k', '↓', '↑'], 'keys.move'],
      [['Enter'], 'keys.open'],
    ],
  ],
  [
    'keys.runs',
    [
      [['x', 'Space'], 'keys.choose'],
      [['c'], 'keys.compare'],
      [['e'], 'keys.peek'],
      [['[', ']'], 'keys.neighbours'],
    ],
  ],
]

/** What the keys do. */
export function KeysList() {
  const { t } = useSettingsText()
  return GROUPS.map(([title, keys]) => (
    <section key={title} className={css.group} aria-label={t(title)}>
      <h3>{t(title)}</h3>
      <dl>
        {keys.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </section>
  ))
}
