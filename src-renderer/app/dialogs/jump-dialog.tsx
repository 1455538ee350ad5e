import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCaseInfo } from '../../state/case-queries.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { usePreferences } from '../../state/preferences.ts';
import { tryParseTime } from '../../ui/time.ts';
import { readJump } from './jump-text.ts';

/** Goes to a time, or to a line of a file. */
export function JumpDialog(props: { readonly onClose: () => void }) {
  const info = useCaseInfo().data;
  const zone = usePreferences((state) => state.zone);
  const jumpTo = usePanelRequests((state) => state.jumpTo);
  const [text, setText] = useState('');
  const sources = info?.sources ?? [];
  const [sourceId, setSourceId] = useState<string | null>(
    sources[0] === undefined ? null : String(sources[0].sourceId),
  );
  const target = readJump(
    text,
    (typed) => tryParseTime(typed, zone, info?.firstTimeNs ?? null),
    sourceId === null ? null : Number(sourceId),
  );
  const submit = () => {
    if (target === null) return;
    props.onClose();
    jumpTo(target);
  };
  return (
    <Modal opened onClose={props.onClose} title="Go to" size={420} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className="ls-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput
          size="xs"
          data-autofocus
          label="Time or line"
          description="12:30, 2026-11-23 12:30:05.250, or a line number"
          value={text}
          error={text !== '' && target === null ? 'Neither a time nor a line number' : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {sources.length > 1 && (
          <Select
            size="xs"
            label="File, for a line number"
            value={sourceId}
            onChange={setSourceId}
            data={sources.map((source) => ({ value: String(source.sourceId), label: source.member ?? source.path }))}
          />
        )}
        <div className="ls-form-foot">
          <Button size="xs" type="submit" disabled={target === null}>
            Go
          </Button>
        </div>
      </form>
    </Modal>
  );
}
