import { useState } from 'react';
import { distributionOption, sharesOf } from '../../charts/distribution-option.ts';
import { Echart } from '../../charts/echart.tsx';
import { usePlotPalette } from '../../charts/use-palette.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId } from '../../state/case-queries.ts';
import { type ModelObservation, type ModelVersion, referenceOf } from '../../state/model-queries.ts';
import { useTemplateIndex } from '../../state/template-table.ts';
import { FeatureName } from '../../ui/feature-name.tsx';
import { formatCount, formatPlural } from '../../ui/format.ts';
import { EmptyState, errorMessage } from '../../ui/states.tsx';
import { useElementSize } from '../../ui/use-element-size.ts';
import { driftText, shareText } from './version-text.ts';

interface DriftViewProps {
  readonly version: ModelVersion;
  /** Newest first. */
  readonly observations: readonly ModelObservation[];
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** How far what a version scored is from what it was trained on. */
export function DriftView(props: DriftViewProps) {
  const { version, observations } = props;
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const [at, setAt] = useState(0);
  const [failure, setFailure] = useState<unknown>(null);
  const measure = () =>
    void rpc.models
      .startDrift({ model: referenceOf(version), caseId: caseId ?? '', options: {} })
      .then(() => setFailure(null), setFailure);
  const seen = observations[Math.min(at, observations.length - 1)];
  return (
    <>
      <div className="ls-model-actions">
        <button type="button" className="ls-action" onClick={measure}>
          Measure on this case
        </button>
        {observations.length > 1 && (
          <label className="ls-field">
            Seen
            <select
              className="ls-model-select"
              value={String(at)}
              onChange={(event) => setAt(Number(event.currentTarget.value))}
            >
              {observations.map((observation, place) => (
                <option key={`${observation.atMs} ${observation.source}`} value={String(place)}>
                  {DATE.format(observation.atMs)}, {sourceName(observation.source)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {failure !== null && (
        <p role="alert" className="ls-failure">
          {errorMessage(failure)}
        </p>
      )}
      {seen === undefined ? (
        <EmptyState title="It has scored nothing yet">
          Once it has scored a case, here stands how far that was from what it was trained on.
        </EmptyState>
      ) : (
        <Observation seen={seen} threshold={version.metrics.threshold} />
      )}
    </>
  );
}

function Observation(props: { readonly seen: ModelObservation; readonly threshold: number }) {
  const { seen, threshold } = props;
  return (
    <>
      <p>
        {DATE.format(seen.atMs)} on {sourceName(seen.source)}, {formatPlural(seen.units, 'unit')}
      </p>
      <dl className="ls-figures">
        <Figure name="Scores" value={seen.scoreDrift.toFixed(2)} note={driftText(seen.scoreDrift)} />
        <Figure
          name="Features changed"
          value={`${formatCount(seen.drifted)} of ${formatCount(seen.compared)}`}
          note=""
        />
        <Figure name="Above threshold" value={shareText(seen.alarmShare)} note="" />
        <Figure name="Unknown events" value={shareText(seen.unknownShare)} note="" />
      </dl>
      {seen.scoreBins !== undefined && <Distribution bins={seen.scoreBins} threshold={threshold} />}
      <Features features={seen.features} />
    </>
  );
}

function Figure(props: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className="ls-num">
        {props.value} {props.note !== '' && <span className={`ls-drift-${props.note}`}>{props.note}</span>}
      </dd>
    </div>
  );
}

const PLOT_PX = 180;

function Distribution(props: {
  readonly bins: NonNullable<ModelObservation['scoreBins']>;
  readonly threshold: number;
}) {
  const { bins, threshold } = props;
  const palette = usePlotPalette();
  const [ref, size] = useElementSize<HTMLDivElement>();
  const option = distributionOption({
    bins: sharesOf(bins.seen),
    reference: sharesOf(bins.trained),
    threshold,
    palette,
  });
  return (
    <figure className="ls-curve">
      <figcaption>Scores: seen as bars, held-out training units as the line; the share grows by its root</figcaption>
      <div ref={ref} className="ls-curve-plot">
        {size.width > 0 && <Echart option={option} width={size.width} height={PLOT_PX} />}
      </div>
    </figure>
  );
}

/** Bars reach their end at twice the limit of change. */
const FULL_BAR = 0.5;

function Features(props: { readonly features: ModelObservation['features'] }) {
  const templates = useTemplateIndex();
  const textOf = (templateId: string) => templates.get(templateId)?.text ?? templateId;
  if (props.features.length === 0) return null;
  return (
    <section aria-labelledby="model-drift">
      <h3 id="model-drift">
        Stability index by feature <span className="ls-dim">below 0.10 stable, above 0.25 changed</span>
      </h3>
      <ul className="ls-drifts">
        {props.features.map(({ feature, drift }) => (
          <li key={feature}>
            <FeatureName feature={feature} templateText={textOf} />
            <span className="ls-drift-bar" aria-hidden>
              <span
                className={`ls-drift-fill-${driftText(drift)}`}
                style={{ width: `${Math.min(1, drift / FULL_BAR) * 100}%` }}
              />
            </span>
            <span className="ls-num">{drift.toFixed(2)}</span>
            <span className={`ls-drift-${driftText(drift)}`}>{driftText(drift)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Last part of a path: what a person knows the case by. */
function sourceName(source: string): string {
  return source.split(/[\\/]/).findLast((part) => part !== '') ?? source;
}
