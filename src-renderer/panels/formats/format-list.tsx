import { useCallback, useEffect, useRef } from 'react';
import type { FormatListing } from '#shared/contract/formats.ts';
import { VirtualGrid, type VirtualGridHandle } from '../../ui/virtual-grid.tsx';
import { ORIGIN_TEXT } from './format-model.ts';

const ROW_PX = 40;

interface FormatListProps {
  readonly formats: readonly FormatListing[];
  readonly picked: string | null;
  /** Names of formats with unsaved text. */
  readonly unsaved: ReadonlySet<string>;
  readonly onPick: (name: string) => void;
}

/** Formats by origin: what it is called, whose it is, whether something is wrong with it or not saved. */
export function FormatList(props: FormatListProps) {
  const { formats, picked, unsaved, onPick } = props;
  const grid = useRef<VirtualGridHandle>(null);
  const active = formats.findIndex(({ name }) => name === picked);
  useEffect(() => {
    if (active >= 0) grid.current?.reveal(active);
  }, [active]);
  const renderRow = useCallback(
    (row: number) => {
      const format = formats[row];
      return format === undefined ? null : <FormatRow format={format} isUnsaved={unsaved.has(format.name)} />;
    },
    [formats, unsaved],
  );
  return (
    <VirtualGrid
      ref={grid}
      label="Log formats"
      rowCount={formats.length}
      rowHeight={ROW_PX}
      activeRow={active}
      onActiveRow={(row) => {
        const format = formats[row];
        if (format !== undefined) onPick(format.name);
      }}
      renderRow={renderRow}
    />
  );
}

function FormatRow(props: { readonly format: FormatListing; readonly isUnsaved: boolean }) {
  const { format, isUnsaved } = props;
  return (
    <div className="ls-format" role="gridcell">
      <div className="ls-format-head">
        <b className="ls-format-name ls-cut" title={format.name}>
          {format.name}
        </b>
        {isUnsaved && <span className="ls-tag">unsaved</span>}
        {format.issues.length > 0 && <span className="ls-tag ls-tag-error">broken</span>}
        {format.origin !== 'built-in' && <span className="ls-tag ls-tag-accent">{ORIGIN_TEXT[format.origin]}</span>}
      </div>
      <div className="ls-format-title ls-cut" title={format.title}>
        {format.title}
      </div>
    </div>
  );
}
