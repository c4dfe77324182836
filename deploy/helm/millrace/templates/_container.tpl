{{/* Variables that come from Secrets of the user's and from the pod; the others may name them. */}}
{{- define "millrace.foundVariables" -}}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
{{- $found := dict }}
{{- if include "millrace.database" . }}
{{- with .Values.backendStore.existingDatabaseSecret }}
{{- if .name }}{{ $_ := set $found "DATABASE_USER" (list .name .usernameKey) }}{{ $_ := set $found "DATABASE_PASSWORD" (list .name .passwordKey) }}{{ end }}
{{- end }}
{{- end }}
{{- with .Values.artifactRoot.s3 }}
{{- if and .enabled .existingSecret.name }}
{{- $_ := set $found "AWS_ACCESS_KEY_ID" (list .existingSecret.name (required "artifactRoot.s3.existingSecret.keyOfAccessKeyId is needed" .existingSecret.keyOfAccessKeyId)) }}
{{- $_ := set $found "AWS_SECRET_ACCESS_KEY" (list .existingSecret.name (required "artifactRoot.s3.existingSecret.keyOfSecretAccessKey is needed" .existingSecret.keyOfSecretAccessKey)) }}
{{- end }}
{{- end }}
{{- with .Values.artifactRoot.azureBlob }}
{{- if and .enabled .existingSecret.name }}
{{- $secret := .existingSecret.name }}
{{- with .existingSecret.keyOfConnectionString }}{{ $_ := set $found "AZURE_STORAGE_CONNECTION_STRING" (list $secret .) }}{{ end }}
{{- with .existingSecret.keyOfAccessKey }}{{ $_ := set $found "AZURE_STORAGE_ACCESS_KEY" (list $secret .) }}{{ end }}
{{- end }}
{{- end }}
{{- range $name, $place := $found }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ index $place 0 }}
      key: {{ index $place 1 }}
{{- end }}
{{- end }}

{{/* Variables with a value, the user's last word among them. */}}
{{- define "millrace.variables" -}}
{{- $variables := dict "MLFLOW_SERVER_ALLOWED_HOSTS" (include "millrace.allowedHosts" .) }}
{{- $secrets := include "millrace.secrets" . | fromYaml }}
{{- if not (hasKey $secrets "MLFLOW_BACKEND_STORE_URI") }}
{{- $_ := set $variables "MLFLOW_BACKEND_STORE_URI" (include "millrace.backendStoreUri" .) }}
{{- end }}
{{- $uri := include "millrace.artifactUri" . }}
{{- if and $uri (not .Values.artifactRoot.proxiedArtifactStorage) }}
{{- $_ := set $variables "MLFLOW_DEFAULT_ARTIFACT_ROOT" (default $uri .Values.artifactRoot.defaultArtifactRoot) }}
{{- else }}
{{- $_ := set $variables "MLFLOW_ARTIFACTS_DESTINATION" (default .Values.artifactRoot.defaultArtifactsDestination $uri) }}
{{- with .Values.artifactRoot.defaultArtifactRoot }}{{ $_ := set $variables "MLFLOW_DEFAULT_ARTIFACT_ROOT" . }}{{ end }}
{{- end }}
{{- if .Values.log.enabled }}{{ $_ := set $variables "MLFLOW_LOGGING_LEVEL" (upper .Values.log.level) }}{{ end }}
{{- if .Values.serviceMonitor.enabled }}{{ $_ := set $variables "MLFLOW_EXPOSE_PROMETHEUS" "true" }}{{ end }}
{{- range $name, $value := mergeOverwrite $variables .Values.extraEnvVars }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}

{{- define "millrace.allowedHosts" -}}
{{- $name := include "millrace.fullname" . }}
{{- $within := printf "%s.%s" $name .Release.Namespace }}
{{- $names := list "localhost" "127.0.0.1" "$(POD_IP)" "[$(POD_IP)]" $name $within (printf "%s.svc" $within) (printf "%s.svc.cluster.local" $within) }}
{{- if .Values.ingress.enabled }}{{ range .Values.ingress.hosts }}{{ $names = append $names .host }}{{ end }}{{ end }}
{{- $hosts := list }}
{{- range uniq $names }}{{ $hosts = concat $hosts (list . (printf "%s:*" .)) }}{{ end }}
{{- concat $hosts .Values.allowedHosts | join "," }}
{{- end }}

{{/* All that the server and what runs before it share. */}}
{{- define "millrace.runtime" -}}
image: {{ include "millrace.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext: {{- toYaml .Values.securityContext | nindent 2 }}
env: {{- include "millrace.foundVariables" . | nindent 2 }} {{- include "millrace.variables" . | trim | nindent 2 }}
{{- $secrets := include "millrace.secrets" . }}
{{- if or $secrets .Values.extraSecretNamesForEnvFrom }}
envFrom:
{{- if $secrets }}
  - secretRef:
      name: {{ include "millrace.fullname" . }}
{{- end }}
{{- range .Values.extraSecretNamesForEnvFrom }}
  - secretRef:
      name: {{ . }}
{{- end }}
{{- end }}
volumeMounts:
  - name: data
    mountPath: /data
  - name: tmp
    mountPath: /tmp
{{- with .Values.extraVolumeMounts }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end }}

{{- define "millrace.staticPrefix" -}}
{{- default (default "" .Values.extraEnvVars.MLFLOW_STATIC_PREFIX) .Values.extraArgs.staticPrefix }}
{{- end }}
