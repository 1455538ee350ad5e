import { type KeyboardEvent, type Ref, useImperativeHandle, useRef, useState } from 'react';
import type { FormatIssue } from '#shared/domain/format-issue.ts';
import { issuesByLine, offsetOf } from './format-model.ts';

export interface CodeFieldHandle {
  /** Puts the caret at a place, both from 1. */
  goTo(line: number, column: number): void;
}

interface CodeFieldProps {
  readonly ref?: Ref<CodeFieldHandle>;
  readonly label: string;
  readonly value: string;
  readonly isReadOnly: boolean;
  readonly issues: readonly FormatIssue[];
  /** Id of the element that lists the issues. */
  readonly issuesId: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}

const LINE_PX = 18;

/** A text with line numbers that shows what is wrong behind the line it is wrong in. */
export function CodeField(props: CodeFieldProps) {
  const { ref, label, value, isReadOnly, issues, issuesId, onChange, onSave } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [scroll, setScroll] = useState({ top: 0, left: 0 });
  const lines = value.split('\n');
  const wrong = issuesByLine(issues);
  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      const area = field.current;
      if (area === null) return;
      const at = offsetOf(area.value, line, column);
      area.focus();
      area.setSelectionRange(at, at);
      area.scrollTop = Math.max(0, (line - 3) * LINE_PX);
    },
  }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    onSave();
  };
  return (
    <div className="ls-code ls-mono">
      <div className="ls-code-back" aria-hidden style={{ transform: `translateY(${-scroll.top}px)` }}>
        {lines.map((line, at) => {
          const own = wrong.get(at + 1);
          return (
            // Lines have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={at} className={own === undefined ? 'ls-code-line' : 'ls-code-line ls-code-wrong'}>
              <span className="ls-code-number">{at + 1}</span>
              {own !== undefined && (
                <span className="ls-code-text" style={{ transform: `translateX(${-scroll.left}px)` }}>
                  <span className="ls-code-ghost">{line}</span>
                  <span className="ls-code-issue">{own[0]?.message}</span>
                </span>
              )}
            </div>
          );
        })}
      </div>
      <textarea
        ref={field}
        className="ls-code-field ls-mono"
        aria-label={label}
        aria-invalid={issues.length > 0}
        aria-describedby={issuesId}
        spellCheck={false}
        wrap="off"
        readOnly={isReadOnly}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onScroll={(event) => setScroll({ top: event.currentTarget.scrollTop, left: event.currentTarget.scrollLeft })}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
