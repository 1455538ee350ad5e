import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IncidentDetail } from '#shared/contract/incidents.ts';
import { useSuppressionActions } from '../../state/suppressions.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { errorMessage } from '../../ui/states.tsx';
import { dailyText, expiryOf, firstChoice, hoursOf, scopeOf } from './normal-scope.ts';

const ENDS = [
  { value: '0', label: 'for good' },
  { value: '1', label: 'for a day' },
  { value: '7', label: 'for a week' },
  { value: '30', label: 'for 30 days' },
];

/** "This is normal": which incidents like this one are hidden from now on. */
export function NormalForm(props: { readonly incident: IncidentDetail; readonly onClose: () => void }) {
  const { incident, onClose } = props;
  const [choice, setChoice] = useState(() => firstChoice(incident));
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const templates = useTemplateIndex();
  const { add } = useSuppressionActions();
  const scope = scopeOf(incident, choice);
  const hours = hoursOf(incident);
  const [templateId] = incident.templateIds;
  const hide = async () => {
    if (scope === null) return;
    setBusy(true);
    try {
      await add({ scope, reason: choice.reason, expiresAtMs: expiryOf(choice, Date.now()) });
      onClose();
    } catch (error) {
      setProblem(errorMessage(error));
      setBusy(false);
    }
  };
  return (
    <form
      className="ls-normal"
      aria-label="This is normal"
      onSubmit={(event) => {
        event.preventDefault();
        void hide();
      }}
    >
      <p>Hide incidents like this one that have all of:</p>
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
        label="Until"
        value={String(choice.days)}
        onChange={(event) => setChoice({ ...choice, days: Number(event.currentTarget.value) })}
        data={ENDS}
      />
      <TextInput
        size="xs"
        label="Why"
        placeholder="Nightly batch, known since March, …"
        value={choice.reason}
        maxLength={1000}
        onChange={(event) => setChoice({ ...choice, reason: event.currentTarget.value })}
      />
      {problem !== null && <p role="alert">{problem}</p>}
      <div className="ls-why-actions">
        <button type="submit" className="ls-action" disabled={scope === null || isBusy}>
          Hide such incidents
        </button>
        <button type="button" className="ls-action" onClick={onClose}>
          Cancel
        </button>
      </div>
    </form>
  );
}
