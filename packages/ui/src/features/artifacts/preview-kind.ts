export type PreviewKind =
  | 'audio'
  | 'html'
  | 'image'
  | 'json'
  | 'markdown'
  | 'notebook'
  | 'parquet'
  | 'pdf'
  | 'table'
  | 'text'
  | 'video'

/** By the end of the name; what is not here is shown as text if it turns out to be text. */
const KINDS: Record<string, PreviewKind> = {
  ...of('audio', 'mp3 wav ogg oga flac m4a aac opus'),
  ...of('html', 'html htm'),
  ...of('image', 'png jpg jpeg gif webp bmp ico svg avif'),
  ...of('json', 'json geojson'),
  ...of('markdown', 'md markdown'),
  ...of('notebook', 'ipynb'),
  ...of('parquet', 'parquet'),
  ...of('pdf', 'pdf'),
  ...of('table', 'csv tsv'),
  ...of('video', 'mp4 webm ogv mov'),
}

function of(kind: PreviewKind, endings: string): Record<string, PreviewKind> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, kind]))
}

const endingOf = (path: string) => /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''

export function previewKind(path: string): PreviewKind {
  const ending = endingOf(path)
  return Object.hasOwn(KINDS, ending) ? (KINDS[ending] ?? 'text') : 'text'
}

export const delimiterOf = (path: string): ',' | '\t' => (endingOf(path) === 'tsv' ? '\t' : ',')
