/** Makes the bucket that is named, as soon as the S3 store of MLFLOW_S3_ENDPOINT_URL is up; one that is there is left alone. */
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'

const PATIENCE_MS = 120_000

const [Bucket] = process.argv.slice(2)
if (!Bucket) {
  console.error('Give the name of the bucket.')
  process.exit(2)
}
const { MLFLOW_S3_ENDPOINT_URL: endpoint, AWS_DEFAULT_REGION: region } = process.env
const client = new S3Client({ endpoint, region, forcePathStyle: true, maxAttempts: 1 })

const giveUp = Date.now() + PATIENCE_MS
for (let reason = await tryOnce(); reason; reason = await tryOnce()) {
  if (Date.now() >= giveUp) throw reason
  await sleep(1000)
}
console.log(`The bucket ${Bucket} is there.`)

/** Why it is not there yet; undefined when it is. */
async function tryOnce() {
  try {
    await client
      .send(new HeadBucketCommand({ Bucket }))
      .catch(() => client.send(new CreateBucketCommand({ Bucket })))
  } catch (error) {
    return error
  }
}
