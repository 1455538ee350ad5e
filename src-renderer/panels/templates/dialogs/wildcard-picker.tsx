import { useMemo, useRef, type KeyboardEvent } from 'react';
import { templateTokens } from '../token-model.ts';

interface WildcardPickerProps {
  readonly text: string;
  /** What each wildcard mostly holds. */
  readonly maskNames: readonly string[];
  readonly picked: number | null;
  readonly isEnabled?: boolean;
  readonly onPick: (wildcard: number) => void;
}

/** The template's text with each wildcard a choice: click one, or step between them with the arrow keys. */
export function WildcardPicker(props: WildcardPickerProps) {
  const { text, maskNames, picked, isEnabled = true, onPick } = props;
  const tokens = useMemo(() => templateTokens(text), [text]);
  const root = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent) => {
    const by =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? -1
          : 0;
    if (by === 0 || maskNames.length === 0) return;
    event.preventDefault();
    const next = ((picked ?? (by > 0 ? -1 : 0)) + by + maskNames.length) % maskNames.length;
    onPick(next);
    root.current?.querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus();
  };
  return (
    <div
      ref={root}
      className="ls-token-text"
      role="radiogroup"
      aria-label="Wildcard"
      aria-disabled={!isEnabled}
      onKeyDown={isEnabled ? step : undefined}
    >
      {tokens.map(({ text: token, start, wildcard }) =>
        wildcard === null ? (
          <span key={start}>{token}</span>
        ) : (
          <button
            key={start}
            type="button"
            role="radio"
            className="ls-wildcard"
            aria-checked={picked === wildcard}
            aria-label={`Wildcard ${wildcard + 1}, ${maskNames[wildcard] ?? 'text'}`}
            tabIndex={picked === wildcard || (picked === null && wildcard === 0) ? 0 : -1}
            disabled={!isEnabled}
            onClick={() => onPick(wildcard)}
          >
            {maskNames[wildcard] ?? 'text'}
          </button>
        ),
      )}
    </div>
  );
}
