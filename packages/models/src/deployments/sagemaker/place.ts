import { invalidParameter } from '@millrace/contract'

/** Where on AWS, and as whom. */
export interface AwsPlace {
  readonly region: string
  /** A role to take on first. */
  readonly role?: string
}

/** MLflow's. */
const REGION = 'us-west-2'

/**
 * What stands behind `sagemaker:/`: nothing, a region, a region and a role's ARN.
 * @throws MlflowError INVALID_PARAMETER_VALUE for a role without a region
 */
export function awsPlace(suffix: string): AwsPlace {
  const [, region = '', role = ''] = /^\/*([^/]*)\/*(.*?)\/*$/.exec(suffix) ?? []
  if (region.startsWith('arn')) {
    throw invalidParameter(
      `A role needs a region before it: sagemaker:/REGION/ROLE_ARN. The target URI given is sagemaker:/${suffix}`,
    )
  }
  return { region: region || REGION, ...(role !== '' && { role }) }
}
