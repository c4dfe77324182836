import { pageOf } from './markdown.ts'

/** The way into the generated pages. */
export function indexOfReference(): Record<string, string> {
  return {
    'index.md': pageOf(
      'Reference',
      0,
      'the sources',
      'Generated from the sources, so that it says what the program does; a check fails when it falls behind.',
      `- [Commands](cli.md): every command of \`millrace\` with its arguments and options
- [REST](rest/index.md): every endpoint with its fields and errors
- [SDK](sdk/index.md): what \`@millrace/sdk\` exports
- [Environment variables](environment.md): what is read from the environment`,
    ),
  }
}
