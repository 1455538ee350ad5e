import { Checkbox } from '@mantine/core';
import { detectorText } from './detector-text.ts';

interface DetectorChoiceProps {
  /** Everything on offer; nothing is shown when there is none. */
  readonly known: readonly string[];
  /** Those that shall not answer. */
  readonly left: ReadonlySet<string>;
  readonly onChange: (left: ReadonlySet<string>) => void;
}

/** Which detectors answer: all of them until one is taken out. */
export function DetectorChoice({ known, left, onChange }: DetectorChoiceProps) {
  if (known.length === 0) return null;
  return (
    <fieldset className="ls-detectors">
      <legend>Detectors</legend>
      {known.map((detector) => (
        <Checkbox
          key={detector}
          size="xs"
          label={detectorText(detector)}
          checked={!left.has(detector)}
          onChange={() => onChange(toggled(left, detector))}
        />
      ))}
    </fieldset>
  );
}

/** The names to ask for; undefined while all are wanted, so that those that come later answer too. */
export function chosenDetectors(known: readonly string[], left: ReadonlySet<string>): string[] | undefined {
  const chosen = known.filter((detector) => !left.has(detector));
  return chosen.length === known.length ? undefined : chosen;
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
