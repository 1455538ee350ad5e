import { NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import type { ScoringOptions } from '#shared/contract/analyze-options.ts';

/** What is scored as one: a window of time, or the events that share an identifier. */
export interface UnitChoice {
  readonly kind: 'window' | 'session';
  /** A field or a regular expression; kept while windows are chosen. */
  readonly session: string;
  /** Empty: found in the data. */
  readonly windowSeconds: string | number;
}

interface UnitFieldsProps {
  readonly value: UnitChoice;
  readonly onChange: (value: UnitChoice) => void;
}

/** The choice between windows and sessions, with the one field each needs. */
export function UnitFields({ value, onChange }: UnitFieldsProps) {
  const change = (part: Partial<UnitChoice>) => onChange({ ...value, ...part });
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Units"
        value={value.kind}
        onChange={(kind) => change({ kind })}
        data={[
          { value: 'window', label: 'Windows of time' },
          { value: 'session', label: 'Sessions' },
        ]}
      />
      {value.kind === 'window' ? (
        <NumberInput
          size="xs"
          label="Length of a window, in seconds"
          placeholder="found in the data"
          min={0.001}
          value={value.windowSeconds}
          onChange={(windowSeconds) => change({ windowSeconds })}
        />
      ) : (
        <TextInput
          size="xs"
          label="Session key"
          description="A field, or a regular expression: its first group, else the match"
          value={value.session}
          error={value.session === '' ? 'A key is needed' : undefined}
          onChange={(event) => change({ session: event.currentTarget.value })}
        />
      )}
    </>
  );
}

export function isUnitChoiceReady({ kind, session }: UnitChoice): boolean {
  return kind === 'window' || session !== '';
}

/** The options a choice stands for. */
export function unitOptions(choice: UnitChoice): Pick<ScoringOptions, 'session' | 'windowSeconds'> {
  if (choice.kind === 'session') return { session: choice.session };
  return typeof choice.windowSeconds === 'number' ? { windowSeconds: choice.windowSeconds } : {};
}
