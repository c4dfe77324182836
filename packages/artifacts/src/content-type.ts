const BINARY = 'application/octet-stream'

/** MLflow serves these as plain text, so that its page can show them. Case matters there, and so here. */
const TEXT = new Set(
  `txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst ipynb
   MLmodel mlproject`.split(/\s+/),
)

/** Compressed twins have the type of what is inside: `x.tar.gz` is `application/x-tar`. */
const COMPRESSED = new Set(['gz', 'z', 'bz2', 'xz', 'br'])
const ALIASES: Record<string, string> = {
  tgz: 'tar',
  taz: 'tar',
  tz: 'tar',
  tbz2: 'tar',
  txz: 'tar',
  svgz: 'svg',
}

const TYPES: Record<string, string> = {
  'application/geo+json': 'geojson',
  'application/json': 'json',
  'application/msword': 'doc',
  'application/pdf': 'pdf',
  'application/postscript': 'ai eps ps',
  'application/sql': 'sql',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/wasm': 'wasm',
  'application/x-hdf5': 'h5',
  'application/x-tar': 'tar',
  'application/xhtml+xml': 'xhtml',
  'application/zip': 'zip',
  'audio/mpeg': 'mp2 mp3',
  'audio/x-wav': 'wav',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
  'image/gif': 'gif',
  'image/jpeg': 'jpe jpeg jpg',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif tiff',
  'image/vnd.microsoft.icon': 'ico',
  'image/webp': 'webp',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'htm html',
  'text/javascript': 'js mjs',
  'text/markdown': 'md',
  'text/plain': 'txt',
  'text/tab-separated-values': 'tsv',
  'text/x-c++src': 'cpp',
  'text/x-csrc': 'c',
  'text/x-java': 'java',
  'text/x-python': 'py',
  'text/x-scala': 'scala',
  'text/x-sh': 'sh',
  'text/xml': 'xml',
  'video/mp4': 'mp4',
  'video/mpeg': 'mpeg mpg',
  'video/quicktime': 'mov qt',
  'video/webm': 'webm',
  'video/x-msvideo': 'avi',
}

const BY_EXTENSION = new Map(
  Object.entries(TYPES).flatMap(([type, names]) => names.split(' ').map((name) => [name, type] as const)),
)

/** The type that MLflow's `get-artifact` sends for a file of this name. */
export function contentType(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const extension = extensionOf(name)
  if (TEXT.has(extension || name)) return 'text/plain'
  const type = extension.toLowerCase()
  const inner = COMPRESSED.has(type) ? extensionOf(name.slice(0, -extension.length - 1)).toLowerCase() : type
  return BY_EXTENSION.get(ALIASES[inner] ?? inner) ?? BINARY
}

/** Without its dot; leading dots belong to the name, as in Python: `.gitignore` has none. */
function extensionOf(name: string): string {
  return /[^.].*\.([^.]*)$/s.exec(name)?.[1] ?? ''
}
