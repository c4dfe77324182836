import { useMemo } from 'react'
import { type Cell, DataTable } from './data-table.tsx'
import { artifactUrl } from './list-artifacts.ts'
import { asPicture, cellText, type LoggedTable, pictureName } from './logged-table.ts'

const PICTURES_HEIGHT = 92

/** A table as MLflow's `log_table` writes it, its pictures in their cells. */
export function LoggedTablePreview({ owner, table }: { owner: string; table: LoggedTable }) {
  const { columns, data } = table
  const hasPictures = useMemo(() => data.some((row) => row.some(asPicture)), [data])
  const toCell = (cell: unknown): Cell => {
    const picture = asPicture(cell)
    if (!picture) return cellText(cell)
    const { filepath, compressed_filepath = filepath } = picture
    const name = pictureName(picture)
    return {
      title: name,
      node: <img src={artifactUrl(owner, compressed_filepath)} alt={name} loading="lazy" />,
    }
  }
  return (
    <DataTable
      columns={columns}
      count={data.length}
      row={(index) => data[index]?.map(toCell)}
      {...(hasPictures && { height: PICTURES_HEIGHT })}
    />
  )
}
