import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef } from 'react';
import { isInRange, stepToken, templateTokens, type TokenRange } from '../token-model.ts';

interface TokenPickerProps {
  readonly text: string;
  readonly range: TokenRange | null;
  readonly onRange: (range: TokenRange) => void;
}

/**
 * The template's text to choose a stretch of: click a word or draw over several; with keys, arrows go from word to word
 * and Shift widens the choice.
 */
export function TokenPicker(props: TokenPickerProps) {
  const { text, range, onRange } = props;
  const tokens = useMemo(() => templateTokens(text), [text]);
  const anchor = useRef<number | null>(null);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  // The text may arrive after the dialog opened: it takes the focus unless something of the form has it.
  useEffect(() => {
    if (document.activeElement?.closest('form') === null) root.current?.focus();
  }, []);
  const placeOf = (event: PointerEvent): number | null => {
    const place = (event.target as HTMLElement).closest<HTMLElement>('[data-place]')?.dataset['place'];
    return place === undefined ? null : Number(place);
  };
  const onPointerDown = (event: PointerEvent) => {
    const place = placeOf(event);
    if (event.button !== 0 || place === null || tokens[place]?.isGap !== false) return;
    anchor.current = event.shiftKey && range !== null ? range.anchor : place;
    onRange({ anchor: anchor.current, head: place });
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons !== 1 || anchor.current === null) return;
    const place = placeOf(event);
    if (place !== null && tokens[place]?.isGap === false && place !== range?.head)
      onRange({ anchor: anchor.current, head: place });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      event.currentTarget.closest('form')?.requestSubmit();
      return;
    }
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const head = stepToken(tokens, range?.head ?? (by > 0 ? -1 : tokens.length), by);
    if (tokens[head] === undefined) return;
    onRange({ anchor: event.shiftKey && range !== null ? range.anchor : head, head });
  };
  return (
    <div
      ref={root}
      className="ls-token-text ls-token-pick"
      role="listbox"
      aria-label="Text of the template"
      aria-multiselectable
      aria-activedescendant={range === null ? undefined : `${id}-${range.head}`}
      tabIndex={0}
      data-autofocus
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        anchor.current = null;
      }}
      onKeyDown={onKeyDown}
    >
      {tokens.map(({ text: token, start, wildcard, isGap }, place) => {
        const isPicked = isInRange(place, range);
        return isGap ? (
          <span key={start} role="presentation" className={isPicked ? 'ls-token-on' : undefined}>
            {token}
          </span>
        ) : (
          <span
            key={start}
            id={`${id}-${place}`}
            role="option"
            aria-selected={isPicked}
            data-place={place}
            className={`${wildcard === null ? 'ls-token' : 'ls-token ls-token-wildcard'}${isPicked ? ' ls-token-on' : ''}`}
          >
            {token}
          </span>
        );
      })}
    </div>
  );
}
