import { Button } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { SentinelError } from '#shared/base/errors.ts';
import './states.css';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  /** The one action that fills it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Says what would be here and the one action that fills it. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div className="ls-state">
      <p className="ls-state-title">{props.title}</p>
      {props.children !== undefined && <p className="ls-state-text">{props.children}</p>}
      {props.action !== undefined && (
        <Button size="xs" variant="default" onClick={props.action.run}>
          {props.action.label}
        </Button>
      )}
    </div>
  );
}

/** A calm line while something is on its way; announced politely. */
export function LoadingState(props: { readonly label: string }) {
  return (
    <div className="ls-state" role="status">
      <p className="ls-state-text">{props.label}</p>
    </div>
  );
}

/** Says what failed and where, and offers the next step; the details can be copied. */
export function ErrorState(props: {
  readonly error: unknown;
  readonly message?: string;
  /** The message is laid out in columns, as a database prints it. */
  readonly isCode?: boolean;
  readonly onRetry?: () => void;
}) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(errorDetails(props.error)).then(() => setCopied(true));
  return (
    <div className="ls-state ls-state-error" role="alert">
      <CircleAlert size={16} aria-hidden />
      <p className={props.isCode === true ? 'ls-state-code' : 'ls-state-title'}>
        {props.message ?? errorMessage(props.error)}
      </p>
      {locationText(props.error) !== null && <p className="ls-state-text ls-mono">{locationText(props.error)}</p>}
      <div className="ls-state-actions">
        {props.onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={props.onRetry}>
            Try again
          </Button>
        )}
        <Button size="xs" variant="subtle" onClick={copy}>
          {isCopied ? 'Copied' : 'Copy details'}
        </Button>
      </div>
    </div>
  );
}

/** The sentence a person reads; unknown failures (a broken connection) are said plainly. */
export function errorMessage(error: unknown): string {
  if (error instanceof SentinelError) return error.message;
  return 'The engine cannot be reached. It is being restarted; this view comes back by itself.';
}

/** File, line and offsets of an error in one line; null when it has none. */
export function locationText(error: unknown): string | null {
  if (!(error instanceof SentinelError)) return null;
  const { path, member, line, offset } = error.location;
  const parts = [
    path === null ? null : member === null ? path : `${path} › ${member}`,
    line === null ? null : `line ${line}`,
    offset === null ? null : `byte ${offset}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** What the user can paste into a report: code, message, place, causes. */
export function errorDetails(error: unknown): string {
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const code = current instanceof SentinelError ? current.code : current.name;
    lines.push(`${code}: ${current.message}`);
    const place = locationText(current);
    if (place !== null) lines.push(`  at ${place}`);
  }
  return lines.join('\n') || String(error);
}
