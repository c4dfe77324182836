/** Calls a 2.0 endpoint: a POST where there is a body, else a GET. Any answer but 200 is an error. */
export async function api<T = unknown>(url: string, path: string, body?: object): Promise<T> {
  const response = await fetch(
    `${url}/api/2.0/mlflow/${path}`,
    body && { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } },
  )
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`)
  return JSON.parse(text) as T
}
