import { lazy, type ReactNode, useState } from 'react'
import { Segmented } from '../../components/segmented.tsx'
import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './markdown-preview.module.css'

const Markdown = lazy(async () => ({ default: (await import('../notes/markdown.tsx')).Markdown }))

const FORMS = ['shown', 'source'] as const

/** Markdown as it is meant, or as it is written. */
export function MarkdownPreview({ text, plain }: { text: string; plain: ReactNode }) {
  const { t } = useArtifactText()
  const [form, setForm] = useState<(typeof FORMS)[number]>('shown')
  return (
    <>
      <div className={css.bar}>
        <Segmented
          label={t('artifacts.form')}
          value={form}
          options={FORMS.map((value) => ({ value, label: t(`artifacts.form.${value}`) }))}
          onChange={setForm}
        />
      </div>
      {form === 'source' ? (
        plain
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <section className={css.text} tabIndex={0} aria-label="Markdown">
          <Markdown text={text} />
        </section>
      )}
    </>
  )
}
