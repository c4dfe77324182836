import { serverUrl } from '../../api/client.ts'
import { CodeBox } from '../../components/code-box.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useModelText } from '../../i18n/models.ts'
import { LANGUAGES, type Language } from './models-search.ts'
import type { Snippet } from './snippet-texts.ts'
import css from './snippets.module.css'

const NAMES: Record<Language, string> = {
  ...{ python: 'Python', r: 'R', java: 'Java', typescript: 'TypeScript' },
  ...{ rest: 'REST', cli: 'CLI' },
}

interface Props {
  snippet: Snippet
  language: Language | undefined
  onLanguage: (language: Language) => void
}

/** The same few lines in each language that has them, with the address this page was loaded from. */
export function Snippets({ snippet, language, onLanguage }: Props) {
  const { t } = useModelText()
  const texts = snippet(serverUrl('').replace(/\/$/, ''))
  const there = LANGUAGES.filter((each) => texts[each] !== undefined)
  const shown = there.find((each) => each === language) ?? there[0] ?? 'python'
  return (
    <div className={css.snippets}>
      <div className={css.languages}>
        <Segmented
          label={t('snippets.language')}
          value={shown}
          options={there.map((value) => ({ value, label: NAMES[value] }))}
          onChange={onLanguage}
        />
      </div>
      <CodeBox text={texts[shown] ?? ''} />
    </div>
  )
}
