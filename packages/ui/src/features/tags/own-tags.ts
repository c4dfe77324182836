export interface Tag {
  key?: string
  value?: string
}

/** MLflow keeps its own bookkeeping under this prefix; the page shows that elsewhere. */
export const isOwn = ({ key }: Tag) => !key?.startsWith('mlflow.')
