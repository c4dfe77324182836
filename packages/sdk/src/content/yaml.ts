/** JSON values as block YAML, as far as MLmodel files need it: texts in quotes, so that none is taken for something else. */
export function yamlFile(value: Readonly<Record<string, unknown>>): string {
  return `${lines(value).join('\n')}\n`
}

function lines(value: object): string[] {
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return []
    const key = /^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name)
    if (typeof member !== 'object' || member === null || Array.isArray(member) || isEmpty(member)) {
      return [`${key}: ${JSON.stringify(member)}`]
    }
    return [`${key}:`, ...lines(member).map((line) => `  ${line}`)]
  })
}

function isEmpty(value: object): boolean {
  return Object.values(value).every((member) => member === undefined)
}
