/** The sections of an INI file, names in lower case as Python's configparser has them. */
export function readIni(text: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {}
  let section: Record<string, string> | undefined
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '' || /^[#;]/.test(line)) continue
    const [, name] = /^\[(.+)\]$/.exec(line) ?? []
    if (name !== undefined) {
      section = sections[name] ??= {}
      continue
    }
    const [, key = '', value = ''] = /^([^=:]+)[=:](.*)$/.exec(line) ?? []
    if (section && key !== '') section[key.trim().toLowerCase()] = value.trim()
  }
  return sections
}
