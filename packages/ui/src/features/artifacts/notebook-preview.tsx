import { type ReactNode, useMemo } from 'react'
import { Markdown } from '../notes/markdown.tsx'
import { SandboxedHtml } from './html-preview.tsx'
import css from './notebook-preview.module.css'
import { type NotebookCell, type Output, readNotebook } from './read-notebook.ts'

interface FileProps {
  text: string
  name: string
  /** What stands for it where it is no notebook. */
  fallback: ReactNode
}

export function NotebookFile({ text, name, fallback }: FileProps) {
  const cells = useMemo(() => cellsOf(text), [text])
  return cells ? <Cells cells={cells} name={name} /> : fallback
}

function cellsOf(text: string): NotebookCell[] | undefined {
  try {
    return readNotebook(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** A notebook as it was left, without anything in it that runs. */
function Cells({ cells, name }: { cells: NotebookCell[]; name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.notebook} tabIndex={0} aria-label={name}>
      {cells.map(({ kind, source, count, outputs }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells of a file that does not change
        <div key={index} className={css.cell}>
          {kind === 'markdown' ? (
            <div className={css.markdown}>
              <Markdown text={source} />
            </div>
          ) : (
            <pre className={css.code}>
              {kind === 'code' && <span className={css.count}>[{count ?? ' '}]</span>}
              {source}
            </pre>
          )}
          {outputs.map((output, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as the cells
            <Shown key={at} output={output} name={`${name} [${count ?? index}]`} />
          ))}
        </div>
      ))}
    </section>
  )
}

function Shown({ output, name }: { output: Output; name: string }) {
  if (output.kind === 'image') return <img className={css.image} src={output.src} alt={name} />
  if (output.kind === 'html') return <SandboxedHtml html={output.html} name={name} className={css.frame} />
  return <pre className={output.kind === 'error' ? css.error : css.output}>{output.text}</pre>
}
