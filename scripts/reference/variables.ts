/**
 * Variables of the environment that are no option's, by who reads them. The check compares it with what the sources read:
 * none is missing, none is left over.
 */
export const VARIABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'The server': {
    MLFLOW_LOGGING_LEVEL: 'what is logged: `DEBUG`, `INFO` (default), `WARNING`, `ERROR`, `CRITICAL`',
    MLFLOW_ENABLE_WORKSPACES: '`true` is refused: there are no workspaces yet',
    MLFLOW_TRUNCATE_LONG_VALUES:
      'whether params and tags that are too long are cut (default `true`) or refused',
    MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH: 'how long the artifact location of a new experiment may be',
    MLFLOW_ALLOWED_HOST_ADDRESSED_ARTIFACT_SCHEMES:
      'kinds of stores whose addresses name a host that callers may choose for an experiment, comma-separated',
    MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS:
      'how long the address of a download is good for (default `300`)',
    MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: 'connections to PostgreSQL or MySQL that are kept (default `5`)',
    MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: 'connections beyond those (default `10`)',
    MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE:
      'seconds after which a connection to PostgreSQL is made anew (default `0`, never)',
    MLFLOW_MYSQL_SSL_CA: 'certificates to trust for MySQL, a file; `ssl_ca` in the address beats it',
    MLFLOW_MYSQL_SSL_CERT: 'the certificate to show to MySQL, a file',
    MLFLOW_MYSQL_SSL_KEY: 'its key, a file',
  },
  Webhooks: {
    MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY:
      'the Fernet key by which secrets are kept: 32 bytes in URL-safe base64',
    MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'schemes of the addresses that webhooks may have (default `https`)',
    MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'whether they may be in a private network (default `false`)',
    MILLRACE_WEBHOOK_ALLOWED_HOSTS: 'the only hosts that webhooks may have, comma-separated (own)',
    MLFLOW_WEBHOOK_REQUEST_TIMEOUT: 'seconds that an answer may take (default `30`)',
    MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: 'how often a delivery is tried again (default `3`)',
    MLFLOW_WEBHOOK_DELIVERY_MAX_WORKERS: 'deliveries at once (default `10`)',
  },
  'Artifact stores': {
    MLFLOW_S3_ENDPOINT_URL:
      'the address of an S3 that is not Amazon’s; else `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`',
    AWS_ENDPOINT_URL_S3: 'see `MLFLOW_S3_ENDPOINT_URL`',
    AWS_ENDPOINT_URL: 'see `MLFLOW_S3_ENDPOINT_URL`',
    MLFLOW_S3_IGNORE_TLS: 'takes any certificate of the S3 server',
    MLFLOW_S3_UPLOAD_EXTRA_ARGS: 'what is said with each upload, a JSON object with boto’s names',
    MLFLOW_S3_EXPECTED_BUCKET_OWNER: 'the account that the bucket must belong to',
    MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE:
      '`auto` (default), `path` or `virtual`: where the bucket’s name stands in an address',
    MLFLOW_KERBEROS_USER:
      'as whom files on HDFS are read and written; else `HADOOP_USER_NAME`, else the process’s user',
    HADOOP_USER_NAME: 'see `MLFLOW_KERBEROS_USER`',
    HADOOP_CONF_DIR: 'the folder of `core-site.xml` and `hdfs-site.xml`; else `etc/hadoop` in `HADOOP_HOME`',
    HADOOP_HOME: 'see `HADOOP_CONF_DIR`',
    MLFLOW_PYARROW_EXTRA_CONF:
      'settings of Hadoop above those files, `name=value,…`: `dfs.namenode.http-address` is where WebHDFS is',
    MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION: '`UNSIGNED` reads a public bucket without credentials',
    AWS_REGION: 'the region of the bucket; else `AWS_DEFAULT_REGION`',
    AWS_DEFAULT_REGION: 'see `AWS_REGION`',
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when uploads carry a checksum, as Amazon’s own clients read it',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'when downloads are compared with theirs',
    AZURE_STORAGE_CONNECTION_STRING: 'credentials of Azure; the first of these three that is set counts',
    AZURE_STORAGE_ACCESS_KEY: 'the key of the account',
    AZURE_STORAGE_SAS_TOKEN: 'a shared access signature',
  },
  'Clients: the SDK, and the commands that speak to a server': {
    MLFLOW_TRACKING_URI:
      'where to log: a server, a database, a folder, `databricks` (default `sqlite:///mlflow.db`)',
    MLFLOW_TRACKING_USERNAME: 'who signs in',
    MLFLOW_TRACKING_PASSWORD: 'the password',
    MLFLOW_TRACKING_TOKEN: 'a bearer token, where there is no name and password',
    MLFLOW_REGISTRY_URI: 'the server that `models:/…` names models of, if not the tracking server',
    MLFLOW_WORKSPACE: 'the workspace that requests name',
    MLFLOW_TRACKING_SERVER_CERT_PATH: 'certificates to trust, a file (PEM)',
    MLFLOW_TRACKING_CLIENT_CERT_PATH: 'the client’s certificate and key, a file (PEM)',
    MLFLOW_TRACKING_INSECURE_TLS: 'takes any certificate',
    MLFLOW_EXPERIMENT_NAME: 'the experiment that runs belong to',
    MLFLOW_EXPERIMENT_ID: 'the same by its id',
    MLFLOW_RUN_ID: 'an earlier run to go on with, once',
    MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING: 'whether runs log how busy the machine is',
    MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL: 'seconds between two looks at it',
    MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING: 'looks whose mean is logged (default `1`)',
    MLFLOW_SYSTEM_METRICS_NODE_ID: 'what this machine is called in the metrics’ names',
    MLFLOW_HTTP_REQUEST_TIMEOUT: 'seconds for each attempt (default `120`)',
    MLFLOW_HTTP_REQUEST_MAX_RETRIES:
      'how often a failed request is sent again (default `5`; `2` for commands)',
    MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: 'seconds by which the pause between attempts grows',
    MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: 'seconds of chance added to it',
    MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER: 'whether the server’s `Retry-After` counts (default `true`)',
    http_proxy: 'proxies, as `curl` takes them; so `https_proxy`, `no_proxy` and all three in capitals',
  },
  'Copying to another server': {
    MILLRACE_TARGET_USERNAME:
      'who signs in at the target of `millrace copy`, where that is not who reads (own)',
    MILLRACE_TARGET_PASSWORD: 'the password there (own)',
    MILLRACE_TARGET_TOKEN: 'a bearer token for it (own)',
  },
  'Serving models, running projects': {
    MLFLOW_ENV_ROOT: 'where environments of models are made and kept (default `~/.mlflow/envs`)',
    MILLRACE_CONTAINER_ENGINE:
      'what runs containers and builds images: `auto` (default; docker, else podman), `docker`, `podman` (own)',
    MILLRACE_PROJECT_MAX_BYTES: 'what a project’s zip file, and what it holds, may have (default 4 GiB; own)',
    GOOGLE_APPLICATION_CREDENTIALS:
      'the key file for Google Cloud Storage, which a project’s container is given too',
    MILLRACE_PYTHON: 'the Python that makes them, if not the one in the path (own)',
    MILLRACE_ONNXRUNTIME: 'the folder that `onnxruntime-node` was installed in (own)',
    MILLRACE_TENSORFLOWJS: 'the folder that `@tensorflow/tfjs` was installed in (own)',
  },
  'Deploying models': {
    MLFLOW_DEPLOYMENTS_TARGET: 'the target of `getDeployClient()` without one',
    MLFLOW_SAGEMAKER_DEPLOY_IMG_URL: 'the image of deployments to SageMaker that name none',
    MILLRACE_DEPLOYMENTS_ROOT:
      'where deployments on this machine are kept (default `~/.millrace/deployments`) (own)',
  },
}

/** Met in the sources, and read from no user's environment. */
export const NOT_READ: readonly string[] = [
  // Set in images, for the Python in them.
  'MLFLOW_DISABLE_TELEMETRY',
  // The name of a constant.
  'MLFLOW_VERSION',
  // Set in containers on SageMaker, as MLflow sets it.
  'MLFLOW_DEPLOYMENT_FLAVOR_NAME',
  // For our own tests.
  ...['MILLRACE_TEST_LOG', 'MILLRACE_TEST_DATABASES', 'MILLRACE_FUZZ_RUNS'],
]
