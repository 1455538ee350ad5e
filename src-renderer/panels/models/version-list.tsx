import { useCallback, useEffect, useRef } from 'react';
import { type ModelVersion, referenceOf } from '../../state/model-queries.ts';
import { formatBytes } from '../../ui/format.ts';
import { VirtualGrid, type VirtualGridHandle } from '../../ui/virtual-grid.tsx';
import { trainedOnText } from './version-text.ts';

const ROW_PX = 44;
const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

interface VersionListProps {
  readonly versions: readonly ModelVersion[];
  readonly picked: string | null;
  readonly onPick: (reference: string) => void;
}

/** Every version, by name, newest first within one: what it is called, whether it scores, how well it did. */
export function VersionList(props: VersionListProps) {
  const { versions, picked, onPick } = props;
  const grid = useRef<VirtualGridHandle>(null);
  const active = versions.findIndex((version) => referenceOf(version) === picked);
  useEffect(() => {
    if (active >= 0) grid.current?.reveal(active);
  }, [active]);
  const renderRow = useCallback(
    (row: number) => {
      const version = versions[row];
      return version === undefined ? null : <VersionRow version={version} />;
    },
    [versions],
  );
  return (
    <VirtualGrid
      ref={grid}
      label="Model versions"
      rowCount={versions.length}
      rowHeight={ROW_PX}
      activeRow={active}
      onActiveRow={(row) => {
        const version = versions[row];
        if (version !== undefined) onPick(referenceOf(version));
      }}
      renderRow={renderRow}
    />
  );
}

function VersionRow(props: { readonly version: ModelVersion }) {
  const { version } = props;
  const { labelled } = version.metrics;
  return (
    <div className="ls-version" role="gridcell">
      <div className="ls-version-head">
        <b className="ls-version-name ls-cut" title={referenceOf(version)}>
          {referenceOf(version)}
        </b>
        {version.aliases.map((alias) => (
          <span key={alias} className={alias === 'champion' ? 'ls-tag ls-tag-accent' : 'ls-tag'}>
            {alias}
          </span>
        ))}
        <span className="ls-version-f1 ls-num" title="F1 on the labels of its training input">
          {labelled === null ? '' : `F1 ${labelled.f1.toFixed(2)}`}
        </span>
      </div>
      <div className="ls-version-facts ls-cut">
        {DATE.format(version.createdAtMs)} · {trainedOnText(version)} · {formatBytes(version.sizeBytes)}
      </div>
    </div>
  );
}
