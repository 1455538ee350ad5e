import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { useIncident } from '../../state/case-queries.ts';
import { type NormalDraft, useNormalDraft } from '../../state/normal-draft.ts';
import { useSuppressionActions } from '../../state/suppressions.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { dailyText, expiryOf, firstChoice, hoursOf, scopeOf } from './normal-scope.ts';

const ENDS = [
  { value: '0', label: 'for good' },
  { value: '1', label: 'for a day' },
  { value: '7', label: 'for a week' },
  { value: '30', label: 'for 30 days' },
];

const REACHES = [
  { value: 'case', label: 'in this case' },
  { value: 'all', label: 'in all cases on this computer' },
];

/** "This is normal": which incidents like the drafted one are hidden from now on, and where. */
export function NormalDialog(props: { readonly onClose: () => void }) {
  const draft = useNormalDraft((state) => state.draft);
  const incident = useIncident(draft?.incidentId ?? null).data;
  if (draft === null || incident === undefined) return null;
  return <NormalForm key={incident.incidentId} draft={draft} incident={incident} onClose={props.onClose} />;
}

interface NormalFormProps {
  readonly draft: NormalDraft;
  readonly incident: IncidentDetail;
  readonly onClose: () => void;
}

function NormalForm({ draft, incident, onClose }: NormalFormProps) {
  const [choice, setChoice] = useState(() => firstChoice(incident, draft));
  const templates = useTemplateIndex();
  const { add } = useSuppressionActions();
  const scope = scopeOf(incident, choice);
  const hours = hoursOf(incident);
  const [templateId] = incident.templateIds;
  const hide = async () => {
    if (scope === null) return;
    await add({ scope, reach: choice.reach, reason: choice.reason, expiresAtMs: expiryOf(choice, Date.now()) });
  };
  return (
    <FormDialog
      title="This is normal"
      submitLabel="Hide such incidents"
      isReady={scope !== null}
      onSubmit={hide}
      onClose={onClose}
    >
      <p className="ls-dim">Hide incidents like this one that have all of:</p>
      {templateId !== undefined && (
        <Checkbox
          size="xs"
          label={`the statement ${templates.get(templateId)?.text ?? templateId}`}
          checked={choice.isTemplate}
          onChange={(event) => setChoice({ ...choice, isTemplate: event.currentTarget.checked })}
        />
      )}
      {incident.entities.length > 0 && (
        <NativeSelect
          size="xs"
          label="Service or host"
          value={choice.entity}
          onChange={(event) => setChoice({ ...choice, entity: event.currentTarget.value })}
          data={[{ value: '', label: 'any' }, ...incident.entities.map((entity) => ({ value: entity, label: entity }))]}
        />
      )}
      {hours !== null && (
        <Checkbox
          size="xs"
          label={`the time of day, ${dailyText(hours)}`}
          checked={choice.isDaily}
          onChange={(event) => setChoice({ ...choice, isDaily: event.currentTarget.checked })}
        />
      )}
      <NativeSelect
        size="xs"
        label="Where"
        value={choice.reach}
        onChange={(event) => setChoice({ ...choice, reach: event.currentTarget.value === 'all' ? 'all' : 'case' })}
        data={REACHES}
      />
      <NativeSelect
        size="xs"
        label="Until"
        value={String(choice.days)}
        onChange={(event) => setChoice({ ...choice, days: Number(event.currentTarget.value) })}
        data={ENDS}
      />
      <TextInput
        size="xs"
        data-autofocus
        label="Why"
        placeholder="Nightly batch, known since March, …"
        value={choice.reason}
        maxLength={1000}
        onChange={(event) => setChoice({ ...choice, reason: event.currentTarget.value })}
      />
    </FormDialog>
  );
}
