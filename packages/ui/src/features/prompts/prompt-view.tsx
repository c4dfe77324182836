import { Fragment } from 'react'
import { CodeBox } from '../../components/code-box.tsx'
import { usePromptText } from '../../i18n/prompts.ts'
import css from './prompt-view.module.css'
import type { PromptText } from './read-prompt.ts'

/** What a version says, with its variables marked. */
export function PromptView({ prompt }: { prompt: PromptText }) {
  const { t } = usePromptText()
  const { source, messages, variables, responseFormat, modelConfig } = prompt
  return (
    <div className={css.view}>
      {messages ? (
        <ol className={css.messages}>
          {messages.map(({ role, content }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
            <li key={index}>
              <span className={css.role}>{role}</span>
              <Template text={content} />
            </li>
          ))}
        </ol>
      ) : (
        <Template text={source} />
      )}
      {variables.length > 0 && (
        <p className={css.variables}>
          {t('prompts.variables')}
          {variables.map((name) => (
            <code key={name}>{name}</code>
          ))}
        </p>
      )}
      <Extra title={t('prompts.responseFormat')} text={responseFormat} />
      <Extra title={t('prompts.modelConfig')} text={modelConfig} />
    </div>
  )
}

const PARTS = /(\{\{\s*[\w.]+\s*\}\})/

function Template({ text }: { text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <pre className={css.text} tabIndex={0}>
      {text.split(PARTS).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no identity but their place
        <Fragment key={index}>{index % 2 === 1 ? <mark>{part}</mark> : part}</Fragment>
      ))}
    </pre>
  )
}

function Extra({ title, text }: { title: string; text: string | undefined }) {
  if (!text) return null
  return (
    <section aria-label={title}>
      <h3 className={css.title}>{title}</h3>
      <CodeBox text={text} />
    </section>
  )
}
