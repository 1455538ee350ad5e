import { SEVERITY_NAMES } from '#shared/domain/severity.ts';
import type { Histogram } from '../../state/case-tables.ts';
import { useSelection } from '../../state/selection.ts';
import { formatCompact, formatPlural } from '../../ui/format.ts';

/** Counts of the visible time by severity; each entry switches its band in the filter. */
export function SeverityLegend(props: { readonly histogram: Histogram | undefined }) {
  const bands = useSelection((state) => state.filter.severityBands);
  const patchFilter = useSelection((state) => state.patchFilter);
  const toggle = (band: number) => {
    const now = bands ?? [];
    patchFilter({
      severityBands: now.includes(band) ? now.filter((one) => one !== band) : [...now, band].sort((a, b) => a - b),
    });
  };
  const totals = (props.histogram?.bands ?? []).map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const shown = [6, 5, 4, 3, 2, 1, 0].filter((band) => (totals[band] ?? 0) > 0 || bands?.includes(band));
  return (
    <div className="ls-legend" role="group" aria-label="Severity">
      {shown.map((band) => (
        <button
          key={band}
          type="button"
          className="ls-legend-item"
          aria-pressed={bands?.includes(band) ?? false}
          title={`${formatPlural(totals[band] ?? 0, 'event')} in view; click to show only these`}
          onClick={() => toggle(band)}
        >
          <span className="ls-legend-swatch" style={{ background: `var(--ls-sev-${band})` }} />
          {SEVERITY_NAMES[band] === 'unspecified' ? 'no level' : SEVERITY_NAMES[band]}
          <span className="ls-dim ls-num">{formatCompact(totals[band] ?? 0)}</span>
        </button>
      ))}
    </div>
  );
}
