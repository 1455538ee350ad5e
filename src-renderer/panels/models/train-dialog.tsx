import { Autocomplete, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { TrainOptions } from '#shared/contract/model-requests.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseInfo, useRuns } from '../../state/case-queries.ts';
import { useModelVersions } from '../../state/model-queries.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { chosenDetectors, DetectorChoice } from '../../ui/detector-choice.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { isUnitChoiceReady, type UnitChoice, UnitFields, unitOptions } from '../../ui/unit-fields.tsx';
import { PathField } from './path-field.tsx';
import { modelNameOf, nameProblem } from './version-text.ts';

/** Trains a new version on the events of the open case. Starts as this case was scored last. */
export function TrainDialog(props: { readonly caseId: string; readonly onClose: () => void }) {
  const { caseId, onClose } = props;
  const { rpc } = useBackend();
  const info = useCaseInfo().data;
  const run = useRuns().data?.[0];
  const versions = useModelVersions().data ?? [];
  const show = usePanelRequests((state) => state.show);
  const [name, setName] = useState(() => modelNameOf(info?.summary.name ?? ''));
  const [units, setUnits] = useState<UnitChoice>(() => ({
    kind: run?.unitKind ?? 'window',
    session: run?.options.session ?? run?.proposedSession ?? '',
    windowSeconds: run?.windowSeconds ?? '',
  }));
  const [labelsPath, setLabelsPath] = useState(run?.options.labelsPath ?? '');
  const [isNormalOnly, setNormalOnly] = useState(false);
  const known = [
    ...new Set([
      ...(run?.detectors ?? []).map((detector) => detector.name),
      ...versions.flatMap((version) => version.metrics.detectors.map((detector) => detector.name)),
    ]),
  ];
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const detectors = chosenDetectors(known, left);
  const problem = nameProblem(name);
  const isReady = problem === null && detectors?.length !== 0 && isUnitChoiceReady(units);
  const start = async () => {
    const options: TrainOptions = {
      ...unitOptions(units),
      detectors,
      ...(labelsPath.trim() === '' ? {} : { labelsPath: labelsPath.trim() }),
      ...(isNormalOnly ? { only: 'normal' as const } : {}),
    };
    await rpc.models.startTrain({ name, caseId, options });
    show('models');
  };
  return (
    <FormDialog title="Train a model" submitLabel="Train" isReady={isReady} onSubmit={start} onClose={onClose}>
      <p className="ls-dim">
        Learns what is usual in this case, so that other dumps can be scored by it. No file is read again.
      </p>
      <Autocomplete
        size="xs"
        label="Name"
        description="A name that has versions gets its next number"
        data-autofocus
        value={name}
        error={problem ?? undefined}
        data={[...new Set(versions.map((version) => version.name))]}
        onChange={setName}
      />
      <UnitFields value={units} onChange={setUnits} />
      <DetectorChoice known={known} left={left} onChange={setLeft} />
      <PathField
        label="Labels"
        description="A table of what was anomalous; empty for none"
        value={labelsPath}
        onChange={setLabelsPath}
      />
      <Checkbox
        size="xs"
        label="Train on normal units only"
        description={
          labelsPath.trim() === ''
            ? 'Without labels every unit is taken for normal'
            : 'Units the labels call anomalous are left out'
        }
        checked={isNormalOnly}
        onChange={(event) => setNormalOnly(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
