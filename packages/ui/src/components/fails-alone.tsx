import { Component, type ReactNode } from 'react'
import { ErrorState } from './error-state.tsx'

interface State {
  error?: unknown
}

/** What breaks in here leaves the rest of the page as it is, and may be tried again. */
export class FailsAlone extends Component<{ children: ReactNode }, State> {
  override state: State = {}

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return <ErrorState error={error} onRetry={() => this.setState({ error: undefined })} />
  }
}
