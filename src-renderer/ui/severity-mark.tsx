import { SEVERITY_NAMES } from '#shared/domain/severity.ts';
import './severity-mark.css';

const LETTERS = ['·', 'T', 'D', 'I', 'W', 'E', 'F'] as const;

/** One letter in the colour of its severity band; the letter carries the meaning, the colour only helps. */
export function SeverityMark(props: { readonly band: number }) {
  const name = SEVERITY_NAMES[props.band] ?? 'unspecified';
  return (
    <span className={`ls-sev ls-sev-${props.band}`} title={name}>
      {LETTERS[props.band] ?? '·'}
      <span className="ls-visually-hidden"> {name}</span>
    </span>
  );
}
