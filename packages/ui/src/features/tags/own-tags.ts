export interface Tag {
  key?: string
  value?: string
}

/** MLflow and this page keep their bookkeeping under these prefixes; it is shown elsewhere. */
const BOOKKEEPING = /^(mlflow|millrace)\./

export const isOwn = ({ key = '' }: Tag) => !BOOKKEEPING.test(key)
