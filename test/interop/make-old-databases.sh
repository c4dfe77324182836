#!/bin/bash
# Makes packages/server/src/db/migrations/testdata/VERSION-KIND.sql.gz: databases of old MLflows, with rows in every table, as SQL.
# make-old-databases.sh PYTHON SERVER_POSTGRES SERVER_MYSQL
#   PYTHON           a Python 3.11; virtual environments are made below /tmp/old-mlflow
#   SERVER_…         URIs of scratch servers that end before the database's name: postgresql://me@127.0.0.1:5432
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python=$1 postgres=$2 mysql=$3
out=$here/../../packages/server/src/db/migrations/testdata
venvs=/tmp/old-mlflow
mkdir -p "$out" "$venvs"

requirements() {
  case $1 in
    1.*) echo "sqlalchemy<2 alembic<2 setuptools<70 sqlparse numpy pandas" ;;
    *) echo "sqlalchemy<2.1 alembic<1.17 setuptools<70 flask numpy pandas" ;;
  esac
}

for version in 1.30.1 2.9.2 2.22.0 3.1.0 3.6.0 3.16.0; do
  venv=$venvs/$version
  if [ ! -e "$venv/made" ]; then
    "$python" -m venv "$venv"
    # shellcheck disable=SC2046
    "$venv/bin/pip" install -q "mlflow-skinny==$version" psycopg2-binary pymysql $(requirements "$version")
    touch "$venv/made"
  fi
  name=old_${version//./_}
  fill() { "$venv/bin/python" -W ignore "$here/python/old_database.py" "$1" 2>"$venvs/log" || { cat "$venvs/log"; exit 1; }; }

  scratch=$(mktemp -d)
  fill "sqlite:///$scratch/mlflow.db"
  sqlite3 "$scratch/mlflow.db" .dump | gzip -9n >"$out/$version-sqlite.sql.gz"
  rm -r "$scratch"

  psql -q "$postgres/postgres" -c "drop database if exists $name" -c "create database $name"
  fill "${postgres/postgresql:/postgresql+psycopg2:}/$name"
  # Lines with a backslash are for psql, which the tests do not use.
  pg_dump --inserts --no-owner --no-privileges "$postgres/$name" | grep -v '^\\' | gzip -9n >"$out/$version-postgresql.sql.gz"

  [[ $mysql =~ ^mysql://([^@]+)@([^:]+):([0-9]+)$ ]]
  server=(-u "${BASH_REMATCH[1]}" -h "${BASH_REMATCH[2]}" -P "${BASH_REMATCH[3]}")
  mariadb "${server[@]}" -e "drop database if exists $name; create database $name character set utf8mb4"
  fill "${mysql/mysql:/mysql+pymysql:}/$name?charset=utf8mb4"
  mariadb-dump "${server[@]}" --skip-comments --skip-extended-insert --hex-blob --triggers "$name" |
    grep -v '^DELIMITER' | sed 's/;;$/;/' | gzip -9n >"$out/$version-mysql.sql.gz"
  echo "$version made"
done
