import { Lexer, type Token, type Tokens } from 'marked'
import { createElement, Fragment, type ReactNode } from 'react'

/**
 * Markdown as React elements, token by token: there is no HTML string anywhere, so a note cannot bring
 * scripts, styles or foreign images into the page. HTML in a note is shown as the text it is.
 */
export function Markdown({ text }: { text: string }) {
  return render(Lexer.lex(text, { gfm: true, breaks: true }))
}

const render = (tokens: Token[] = []): ReactNode =>
  tokens.map((token, index) => createElement(Fragment, { key: index }, renderToken(token)))

type Renderer = (token: never) => ReactNode

/** The lexer's token types are told apart by `type`; the table below keeps each with its renderer. */
const RENDERERS: Record<string, Renderer> = {
  space: () => null,
  hr: () => <hr />,
  br: () => <br />,
  def: () => null,
  heading: ({ depth, tokens }: Tokens.Heading) =>
    createElement(`h${Math.min(depth + 2, 6)}`, null, render(tokens)),
  paragraph: ({ tokens }: Tokens.Paragraph) => <p>{render(tokens)}</p>,
  blockquote: ({ tokens }: Tokens.Blockquote) => <blockquote>{render(tokens)}</blockquote>,
  list: ({ ordered, start, items }: Tokens.List) =>
    ordered ? <ol start={Number(start) || 1}>{renderItems(items)}</ol> : <ul>{renderItems(items)}</ul>,
  // A mark and not a control: nothing can be ticked here.
  checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
  table: ({ header, rows }: Tokens.Table) => (
    <table>
      <thead>
        <tr>{renderCells(header, 'th')}</tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parsed text has no other identity
          <tr key={index}>{renderCells(row, 'td')}</tr>
        ))}
      </tbody>
    </table>
  ),
  code: ({ text }: Tokens.Code) => (
    <pre>
      <code>{text}</code>
    </pre>
  ),
  codespan: ({ text }: Tokens.Codespan) => <code>{text}</code>,
  strong: ({ tokens }: Tokens.Strong) => <strong>{render(tokens)}</strong>,
  em: ({ tokens }: Tokens.Em) => <em>{render(tokens)}</em>,
  del: ({ tokens }: Tokens.Del) => <del>{render(tokens)}</del>,
  link: ({ href, tokens }: Tokens.Link) => <SafeLink href={href}>{render(tokens)}</SafeLink>,
  // Loading a foreign image would tell its host who reads this note.
  image: ({ href, text }: Tokens.Image) => <SafeLink href={href}>{text || href}</SafeLink>,
  escape: ({ text }: Tokens.Escape) => text,
}

function renderToken(token: Token): ReactNode {
  const renderer = Object.hasOwn(RENDERERS, token.type) ? RENDERERS[token.type] : undefined
  if (renderer) return renderer(token as never)
  if ('tokens' in token && token.tokens) return render(token.tokens)
  return 'text' in token ? decodeEntities(token.text) : token.raw
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

const decodeEntities = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)

const renderItems = (items: Tokens.ListItem[]) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: parsed text has no other identity
  items.map(({ tokens }, index) => <li key={index}>{render(tokens)}</li>)

const renderCells = (cells: Tokens.TableCell[], tag: 'th' | 'td') =>
  cells.map(({ tokens, align }, index) =>
    createElement(tag, { key: index, style: align ? { textAlign: align } : undefined }, render(tokens)),
  )

const SAFE_LINK = /^(https?:|mailto:|#\/)/i

function SafeLink({ href, children }: { href: string; children: ReactNode }) {
  if (!SAFE_LINK.test(href)) return children
  return (
    <a href={href} rel="noreferrer noopener" target={href.startsWith('#') ? undefined : '_blank'}>
      {children}
    </a>
  )
}
