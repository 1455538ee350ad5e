import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/states.tsx';

interface ErrorBoundaryProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** Keeps a defect of one panel from taking the others along; trying again mounts it anew. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const shown = new Error(`${this.props.label} stopped working. The other panels are not affected.`, {
      cause: error,
    });
    return <ErrorState error={shown} message={shown.message} onRetry={() => this.setState({ error: null })} />;
  }
}
