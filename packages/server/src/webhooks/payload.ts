import { lower, type NamedEvent } from './events.ts'

/** A payload's text as MLflow writes it: Python's spacing, nothing but ASCII. */
export function payload({ entity, action }: NamedEvent, data: object, now: number): string {
  return pythonText({ entity: lower(entity), action: lower(action), timestamp: isoTime(now), data })
}

/** Python's isoformat of a time in UTC; it leaves out a fraction that is zero. */
function isoTime(now: number): string {
  const text = new Date(now).toISOString()
  return text.endsWith('.000Z') ? text.replace('.000Z', '+00:00') : text.replace('Z', '000+00:00')
}

function pythonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, item]) => `${asciiText(key)}: ${pythonText(item)}`)
    return `{${members.join(', ')}}`
  }
  return typeof value === 'string' ? asciiText(value) : String(value ?? null)
}

function asciiText(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\uffff]/g, (unit) =>
    unit === '\x7f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
