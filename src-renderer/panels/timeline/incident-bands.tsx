import { type TimeScale, timeToPx } from '../../charts/time-scale.ts';
import { useSelection } from '../../state/selection.ts';
import { countBandRows } from './band-rows.ts';
import { useIncidentBands } from './use-timeline.ts';

interface IncidentBandsProps {
  readonly scale: TimeScale;
  readonly top: number;
  readonly height: number;
}

const MIN_WIDTH_PX = 4;
/** Edges around bands of less height would leave nothing to tell the picked one by. */
const THIN_PX = 6;

/** When incidents were, in as many rows as lie at one time; the picked one fills its row. */
export function IncidentBands({ scale, top, height }: IncidentBandsProps) {
  const bands = useIncidentBands();
  const picked = useSelection((state) => state.incidentId);
  const right = scale.leftPx + scale.widthPx;
  const rowPx = height / countBandRows(bands);
  // Rows of one pixel's distance; a single row leaves room for the picked one to stand out.
  const insetPx = rowPx === height ? 2 : 0.5;
  return (
    <svg className="ls-timeline-bands" style={{ top }} width={right} height={height} aria-hidden>
      {bands.map((band) => {
        const x0 = Math.max(scale.leftPx, timeToPx(scale, band.startMs));
        const x1 = Math.min(right, timeToPx(scale, band.endMs));
        if (x1 < scale.leftPx || x0 > right) return null;
        const isPicked = band.incidentId === picked;
        const inset = isPicked ? 0 : insetPx;
        return (
          <rect
            key={band.incidentId}
            className={`ls-band ${rowPx < THIN_PX ? 'ls-band-thin' : ''} ${isPicked ? 'ls-band-picked' : ''}`}
            x={x0}
            y={band.row * rowPx + inset}
            width={Math.max(MIN_WIDTH_PX, x1 - x0)}
            height={rowPx - 2 * inset}
            rx={rowPx === height ? 2 : 1}
          />
        );
      })}
    </svg>
  );
}
