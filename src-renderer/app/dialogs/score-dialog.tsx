import { useState } from 'react';
import type { ScoringOptions } from '#shared/contract/analyze-options.ts';
import type { Run } from '#shared/contract/scores.ts';
import { PathField } from '../../panels/models/path-field.tsx';
import { useRuns } from '../../state/case-queries.ts';
import { useReanalyse } from '../../state/model-queries.ts';
import { chosenDetectors, DetectorChoice } from '../../ui/detector-choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { isUnitChoiceReady, type UnitChoice, UnitFields, unitOptions } from '../../ui/unit-fields.tsx';

interface ScoreDialogProps {
  /** Opens with the session key that was found in the data. */
  readonly bySession: boolean;
  readonly onClose: () => void;
}

/** Scores the open case anew by other units, detectors, labels or files that are normal; starts as it was scored last. */
export function ScoreDialog({ bySession, onClose }: ScoreDialogProps) {
  const runs = useRuns().data ?? [];
  const reanalyse = useReanalyse();
  const [run] = runs;
  const known = [...new Set(runs.flatMap(({ detectors }) => detectors.map(({ name }) => name)))];
  const [units, setUnits] = useState<UnitChoice>(() => unitsOf(run, bySession));
  const [left, setLeft] = useState<ReadonlySet<string>>(() => leftOut(known, run));
  const [labelsPath, setLabelsPath] = useState(run?.options.labelsPath ?? '');
  const [baselinePath, setBaselinePath] = useState(run?.options.baselinePaths?.[0] ?? '');
  const detectors = chosenDetectors(known, left);
  const submit = () => {
    const options: ScoringOptions = {
      ...keptOptions(run),
      ...unitOptions(units),
      detectors,
      labelsPath: trimmed(labelsPath),
      baselinePaths: baselineOf(baselinePath, run),
    };
    return reanalyse(options);
  };
  return (
    <FormDialog
      title="Score again"
      submitLabel="Score"
      isReady={isUnitChoiceReady(units) && detectors?.length !== 0}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="ls-dim ls-dialog-start" data-autofocus tabIndex={-1}>
        No file is read again; features, scores and incidents are made anew.
      </p>
      <UnitFields value={units} onChange={setUnits} />
      <DetectorChoice known={known} left={left} onChange={setLeft} />
      <PathField
        label="Normal files"
        description="What is usual is learnt from them; empty: from this case"
        value={baselinePath}
        onChange={setBaselinePath}
      />
      <PathField
        label="Labels"
        description="A table of what was anomalous; empty for none"
        value={labelsPath}
        onChange={setLabelsPath}
      />
    </FormDialog>
  );
}

function unitsOf(run: Run | undefined, bySession: boolean): UnitChoice {
  return {
    kind: bySession ? 'session' : (run?.unitKind ?? 'window'),
    session: run?.options.session ?? run?.proposedSession ?? '',
    windowSeconds: run?.options.windowSeconds ?? '',
  };
}

/** Detectors the last run was asked to leave out. Those that could not answer its kind of units were not left out by anybody. */
function leftOut(known: readonly string[], run: Run | undefined): ReadonlySet<string> {
  const asked = run?.options.detectors;
  return new Set(asked === undefined ? [] : known.filter((detector) => !asked.includes(detector)));
}

/** What stays as it was: the span, the seed and how the threshold was asked for. A step belongs to its window's length. */
function keptOptions(run: Run | undefined): ScoringOptions {
  const { since, until, seed, threshold } = run?.options ?? {};
  return { since, until, seed, threshold };
}

/** Several files can be named in a terminal only; they stay together until the field is changed. */
function baselineOf(path: string, run: Run | undefined): string[] | undefined {
  const before = run?.options.baselinePaths;
  const wanted = trimmed(path);
  if (wanted === undefined) return undefined;
  return wanted === before?.[0] ? [...before] : [wanted];
}

function trimmed(path: string): string | undefined {
  return path.trim() === '' ? undefined : path.trim();
}
