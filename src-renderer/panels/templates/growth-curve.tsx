interface GrowthCurveProps {
  /** Ascending in both. */
  readonly points: readonly { readonly events: number; readonly templates: number }[];
  readonly label: string;
}

const WIDTH = 240;
const HEIGHT = 48;

/** Templates seen against events read: a curve that flattens has learned what there is. */
export function GrowthCurve(props: GrowthCurveProps) {
  const { points, label } = props;
  return (
    <svg
      className="ls-growth"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={`${growthPath(points, WIDTH, HEIGHT)}V${HEIGHT}H0Z`} className="ls-growth-area" />
      <path d={growthPath(points, WIDTH, HEIGHT)} className="ls-growth-line" />
    </svg>
  );
}

/** A line from the origin through the points, scaled to the last of them; flat when there are none. */
export function growthPath(points: GrowthCurveProps['points'], width: number, height: number): string {
  const last = points.at(-1);
  if (last === undefined || last.events === 0 || last.templates === 0) return `M0 ${height}H${width}`;
  const places = points.map(({ events, templates }) => {
    const x = ((events / last.events) * width).toFixed(1);
    const y = (height - (templates / last.templates) * (height - 2)).toFixed(1);
    return `L${x} ${y}`;
  });
  return `M0 ${height}${places.join('')}`;
}
