import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCaseInfo } from '../../state/case-queries.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useSelection } from '../../state/selection.ts';
import { formatOffset, formatTime, tryParseTime } from '../../ui/time.ts';

/** The time range by keyboard: from (inclusive) and to (exclusive). */
export function RangeDialog(props: { readonly onClose: () => void }) {
  const info = useCaseInfo().data;
  const zone = usePreferences((state) => state.zone);
  const filter = useSelection((state) => state.filter);
  const patchFilter = useSelection((state) => state.patchFilter);
  const firstNs = info?.firstTimeNs ?? null;
  const lastNs = info?.lastTimeNs ?? null;
  const [from, setFrom] = useState(() => formatTime(filter.fromNs ?? firstNs, zone));
  const [to, setTo] = useState(() => formatTime(filter.toNs ?? lastNs, zone));
  const fromNs = tryParseTime(from, zone, firstNs);
  const toNs = tryParseTime(to, zone, lastNs);
  const isOrdered = fromNs !== null && toNs !== null && fromNs < toNs;
  const apply = () => {
    if (!isOrdered) return;
    patchFilter({ fromNs, toNs });
    props.onClose();
  };
  const clear = () => {
    patchFilter({ fromNs: undefined, toNs: undefined });
    props.onClose();
  };
  return (
    <Modal opened onClose={props.onClose} title="Time range" size={420} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className="ls-form"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <TextInput
          size="xs"
          data-autofocus
          label={`From (${firstNs === null ? 'no time' : formatOffset(firstNs, zone)})`}
          value={from}
          error={fromNs === null ? 'Not a time' : undefined}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label="To"
          value={to}
          error={
            toNs === null ? 'Not a time' : fromNs !== null && !isOrdered ? 'Must be later than the start' : undefined
          }
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <div className="ls-form-foot">
          <Button size="xs" variant="default" onClick={clear}>
            All time
          </Button>
          <Button size="xs" type="submit" disabled={!isOrdered}>
            Set the range
          </Button>
        </div>
      </form>
    </Modal>
  );
}
