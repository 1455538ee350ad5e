import './progress-bar.css';

/** Progress 0..1; null shows that something runs without saying how far it is. */
export function ProgressBar(props: { readonly share: number | null; readonly label: string }) {
  const { share, label } = props;
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      className={share === null ? 'ls-progress ls-progress-unknown' : 'ls-progress'}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div style={{ width: `${percent ?? 100}%` }} />
    </div>
  );
}
