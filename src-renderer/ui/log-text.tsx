import { memo } from 'react';
import { MAX_CELL_CHARS, segmentText } from './log-text-model.ts';
import { formatCount } from './format.ts';
import './log-text.css';

interface LogTextProps {
  readonly content: string;
  /** Constant parts of the event's template; null when unknown. */
  readonly parts: readonly string[] | null;
  readonly words: readonly string[];
}

/** One line of log text. Text only: nothing of a log is ever markup. */
export const LogText = memo(function LogText(props: LogTextProps) {
  const { content, parts, words } = props;
  return (
    <span className="ls-log">
      {segmentText(content, parts, words).map((segment, index) => {
        const classes = `ls-log-${segment.kind}${segment.isHit ? ' ls-log-hit' : ''}${segment.isEscape ? ' ls-log-escape' : ''}`;
        return (
          // Segments have no identity of their own: their position is their key.
          // oxlint-disable-next-line react/no-array-index-key
          <span className={classes} key={index}>
            {segment.text}
          </span>
        );
      })}
      {content.length > MAX_CELL_CHARS && (
        <span className="ls-log-fold"> … {formatCount(content.length - MAX_CELL_CHARS)} more characters</span>
      )}
    </span>
  );
});
