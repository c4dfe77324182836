import type { enArtifacts } from './en-artifacts.ts'

export const bgArtifacts: Record<keyof typeof enArtifacts, string> = {
  'artifacts.downloadAll': 'Изтегляне на всичко като zip',
  'artifacts.form': 'Вид',
  'artifacts.form.shown': 'Оформен',
  'artifacts.form.source': 'Изходен текст',
  'artifacts.form.table': 'Таблица',
  'artifacts.form.tree': 'Дърво',
  'artifacts.log': 'Редове',
  'artifacts.log.found': '{at} от {count} в зареденото',
  'artifacts.log.next': 'Следващо място',
  'artifacts.log.nothing': 'Няма го в зареденото',
  'artifacts.log.place': '{start} – {end} от {size}',
  'artifacts.log.previous': 'Предишно място',
  'artifacts.log.search': 'Търсене в зареденото',
  'artifacts.log.toEnd': 'Към края',
  'artifacts.log.toStart': 'Към началото',
  'artifacts.rows': '{count, plural, one {{rows} ред} other {{rows} реда}}',
  'artifacts.rowsLoaded': '{count, plural, one {Зареден {rows} ред, има още} other {Заредени {rows} реда, има още}}',
  'artifacts.step.next': 'Следваща стъпка',
  'artifacts.step.previous': 'Предишна стъпка',
  'artifacts.sum': '{count, plural, one {{files} елемент, {size}} other {{files} елемента, {size}}}',
}
