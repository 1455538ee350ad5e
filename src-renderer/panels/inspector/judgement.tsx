import { Textarea } from '@mantine/core';
import { entryOf, useCaseView, type Verdict } from '../../state/case-view.ts';

const VERDICTS: readonly { readonly value: Verdict; readonly label: string; readonly key: string }[] = [
  { value: 'real', label: 'Real', key: 'y' },
  { value: 'noise', label: 'Noise', key: 'n' },
  { value: 'other', label: 'Other team', key: 'o' },
];

/** The user's verdict and note on an incident; both are kept in the case. */
export function Judgement(props: { readonly incidentId: string }) {
  const { incidentId } = props;
  const entry = entryOf(
    useCaseView((state) => state.triage),
    incidentId,
  );
  const setVerdict = useCaseView((state) => state.setVerdict);
  const setNote = useCaseView((state) => state.setNote);
  return (
    <section aria-labelledby="why-verdict">
      <h3 id="why-verdict">Verdict and note</h3>
      <div className="ls-why-actions" role="group" aria-label="Verdict">
        {VERDICTS.map(({ value, label, key }) => (
          <button
            key={value}
            type="button"
            className="ls-action"
            aria-pressed={entry.verdict === value}
            onClick={() => setVerdict(incidentId, entry.verdict === value ? null : value)}
          >
            {label} <kbd className="ls-kbd">{key}</kbd>
          </button>
        ))}
      </div>
      <Textarea
        size="xs"
        aria-label="Note"
        placeholder="What you found out; kept in the case"
        minRows={2}
        autosize
        maxRows={8}
        value={entry.note}
        onChange={(event) => setNote(incidentId, event.currentTarget.value)}
      />
    </section>
  );
}
