import { serverUrl } from '../../api/client.ts'
import { CodeBox } from '../../components/code-box.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { useModelText } from '../../i18n/models.ts'
import { LANGUAGES, type Language } from './models-search.ts'
import type { Snippet } from './snippet-texts.ts'
import css from './snippets.module.css'

const NAMES: Record<Language, string> = { python: 'Python', r: 'R', java: 'Java', typescript: 'TypeScript' }
const OPTIONS = LANGUAGES.map((value) => ({ value, label: NAMES[value] }))

interface Props {
  snippet: Snippet
  language: Language | undefined
  onLanguage: (language: Language) => void
}

/** The same few lines in each language, with the address this page was loaded from. */
export function Snippets({ snippet, language = 'python', onLanguage }: Props) {
  const { t } = useModelText()
  const text = snippet(serverUrl('').replace(/\/$/, ''))[language]
  return (
    <div className={css.snippets}>
      <div className={css.languages}>
        <Segmented label={t('snippets.language')} value={language} options={OPTIONS} onChange={onLanguage} />
      </div>
      <CodeBox text={text} />
    </div>
  )
}
