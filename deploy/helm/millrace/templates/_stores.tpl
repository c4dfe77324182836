{{/* The database server that is enabled, with its scheme; empty for SQLite. */}}
{{- define "millrace.database" -}}
{{- $store := .Values.backendStore }}
{{- if and $store.postgres.enabled $store.mysql.enabled }}
{{- fail "backendStore.postgres and backendStore.mysql are both enabled: enable one." }}
{{- end }}
{{- if $store.postgres.enabled }}{{ merge (dict "scheme" "postgresql" "name" "postgres") $store.postgres | toYaml }}
{{- else if $store.mysql.enabled }}{{ merge (dict "scheme" "mysql" "name" "mysql") $store.mysql | toYaml }}
{{- end }}
{{- end }}

{{/* The URI of the backend store. Without a Secret of the user's the password is in it, and it is kept in the chart's own. */}}
{{- define "millrace.backendStoreUri" -}}
{{- $database := include "millrace.database" . | fromYaml }}
{{- if not $database }}sqlite:///{{ .Values.backendStore.defaultSqlitePath }}
{{- else }}
{{- $of := printf "backendStore.%s" $database.name }}
{{- $host := required (printf "%s.host is needed" $of) $database.host }}
{{- $name := required (printf "%s.database is needed" $of) $database.database }}
{{- $login := "$(DATABASE_USER):$(DATABASE_PASSWORD)" }}
{{- if not .Values.backendStore.existingDatabaseSecret.name }}
{{- $user := required (printf "%s.user is needed, or backendStore.existingDatabaseSecret.name" $of) $database.user }}
{{- $login = include "millrace.encoded" $user }}
{{- with $database.password }}{{ $login = printf "%s:%s" $login (include "millrace.encoded" .) }}{{ end }}
{{- end }}
{{- $parameters := ternary (printf "?%s" $database.parameters) "" (ne $database.parameters "") }}
{{- printf "%s://%s@%s:%v/%s%s" $database.scheme $login $host $database.port $name $parameters }}
{{- end }}
{{- end }}

{{- define "millrace.encoded" -}}
{{- . | toString | urlquery | replace "+" "%20" }}
{{- end }}

{{/* Where artifacts are; empty where no object store is enabled. */}}
{{- define "millrace.artifactUri" -}}
{{- $root := .Values.artifactRoot }}
{{- $enabled := list }}
{{- range $name := list "s3" "gcs" "azureBlob" }}
{{- if (index $root $name).enabled }}{{ $enabled = append $enabled $name }}{{ end }}
{{- end }}
{{- if gt (len $enabled) 1 }}{{ fail (printf "artifactRoot.%s are enabled: enable one." (join " and artifactRoot." $enabled)) }}{{ end }}
{{- if $root.s3.enabled }}
{{- printf "s3://%s" (required "artifactRoot.s3.bucket is needed" $root.s3.bucket) }}{{ include "millrace.below" $root.s3.path }}
{{- else if $root.gcs.enabled }}
{{- printf "gs://%s" (required "artifactRoot.gcs.bucket is needed" $root.gcs.bucket) }}{{ include "millrace.below" $root.gcs.path }}
{{- else if $root.azureBlob.enabled }}
{{- $container := required "artifactRoot.azureBlob.container is needed" $root.azureBlob.container }}
{{- $account := required "artifactRoot.azureBlob.storageAccount is needed" $root.azureBlob.storageAccount }}
{{- printf "wasbs://%s@%s.blob.core.windows.net" $container $account }}{{ include "millrace.below" $root.azureBlob.path }}
{{- end }}
{{- end }}

{{- define "millrace.below" -}}
{{- with . | trimAll "/" }}/{{ . }}{{ end }}
{{- end }}

{{/* What a chart's own Secret holds, by variable; empty where the user brings all. */}}
{{- define "millrace.secrets" -}}
{{- $secrets := dict }}
{{- $database := include "millrace.database" . | fromYaml }}
{{- if and $database (not .Values.backendStore.existingDatabaseSecret.name) }}
{{- $_ := set $secrets "MLFLOW_BACKEND_STORE_URI" (include "millrace.backendStoreUri" .) }}
{{- end }}
{{- with .Values.artifactRoot.s3 }}
{{- if and .enabled (not .existingSecret.name) .awsAccessKeyId }}
{{- $_ := set $secrets "AWS_ACCESS_KEY_ID" .awsAccessKeyId }}
{{- $_ := set $secrets "AWS_SECRET_ACCESS_KEY" (required "artifactRoot.s3.awsSecretAccessKey is needed" .awsSecretAccessKey) }}
{{- end }}
{{- end }}
{{- with .Values.artifactRoot.azureBlob }}
{{- if and .enabled (not .existingSecret.name) }}
{{- with .connectionString }}{{ $_ := set $secrets "AZURE_STORAGE_CONNECTION_STRING" . }}{{ end }}
{{- with .accessKey }}{{ $_ := set $secrets "AZURE_STORAGE_ACCESS_KEY" . }}{{ end }}
{{- end }}
{{- end }}
{{- if $secrets }}{{ $secrets | toYaml }}{{ end }}
{{- end }}
