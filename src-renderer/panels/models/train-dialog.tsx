import { Autocomplete, Checkbox, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TrainOptions } from '#shared/contract/model-requests.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseInfo, useRuns } from '../../state/case-queries.ts';
import { useModelVersions } from '../../state/model-queries.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { detectorText } from '../../ui/detector-text.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
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
  const [unitKind, setUnitKind] = useState<'window' | 'session'>(run?.unitKind ?? 'window');
  const [session, setSession] = useState(run?.options.session ?? run?.proposedSession ?? '');
  const [windowSeconds, setWindowSeconds] = useState<string | number>(run?.windowSeconds ?? '');
  const [labelsPath, setLabelsPath] = useState(run?.options.labelsPath ?? '');
  const [isNormalOnly, setNormalOnly] = useState(false);
  const known = [
    ...new Set([
      ...(run?.detectors ?? []).map((detector) => detector.name),
      ...versions.flatMap((version) => version.metrics.detectors.map((detector) => detector.name)),
    ]),
  ];
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = known.filter((detector) => !left.has(detector));
  const problem = nameProblem(name);
  const isReady =
    problem === null && (known.length === 0 || chosen.length > 0) && (unitKind === 'window' || session !== '');
  const start = async () => {
    const options: TrainOptions = {
      ...(unitKind === 'session' ? { session } : {}),
      ...(unitKind === 'window' && typeof windowSeconds === 'number' ? { windowSeconds } : {}),
      ...(left.size === 0 || known.length === 0 ? {} : { detectors: chosen }),
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
      <SegmentedControl
        size="xs"
        aria-label="Units"
        value={unitKind}
        onChange={(value) => setUnitKind(value)}
        data={[
          { value: 'window', label: 'Windows of time' },
          { value: 'session', label: 'Sessions' },
        ]}
      />
      {unitKind === 'window' ? (
        <NumberInput
          size="xs"
          label="Length of a window, in seconds"
          placeholder="found in the data"
          min={0.001}
          value={windowSeconds}
          onChange={setWindowSeconds}
        />
      ) : (
        <TextInput
          size="xs"
          label="Session key"
          description="A field, or a regular expression: its first group, else the match"
          value={session}
          error={session === '' ? 'A key is needed' : undefined}
          onChange={(event) => setSession(event.currentTarget.value)}
        />
      )}
      {known.length > 0 && (
        <fieldset className="ls-detectors">
          <legend>Detectors</legend>
          {known.map((detector) => (
            <Checkbox
              key={detector}
              size="xs"
              label={detectorText(detector)}
              checked={!left.has(detector)}
              onChange={() => setLeft(toggled(left, detector))}
            />
          ))}
        </fieldset>
      )}
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

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
