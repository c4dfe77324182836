import { pythonJson } from '../python-json.ts'
import { lower, type NamedEvent } from './events.ts'

/** A payload's text as MLflow writes it: Python's spacing, nothing but ASCII. */
export function payload({ entity, action }: NamedEvent, data: object, now: number): string {
  return pythonJson({ entity: lower(entity), action: lower(action), timestamp: isoTime(now), data })
}

/** Python's isoformat of a time in UTC; it leaves out a fraction that is zero. */
function isoTime(now: number): string {
  const text = new Date(now).toISOString()
  return text.endsWith('.000Z') ? text.replace('.000Z', '+00:00') : text.replace('Z', '000+00:00')
}
