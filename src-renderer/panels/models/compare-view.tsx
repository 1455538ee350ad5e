import { useState } from 'react';
import type { ModelComparison } from '#shared/contract/model-reports.ts';
import { useBackend } from '../../state/backend-context.tsx';
import { useCaseId, useRuns } from '../../state/case-queries.ts';
import { useJobResult } from '../../state/job-result.ts';
import { isActive, useLive } from '../../state/live.ts';
import { type ModelVersion, referenceOf, useModelActions } from '../../state/model-queries.ts';
import { useModelsView } from '../../state/models-view.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { useSelection } from '../../state/selection.ts';
import { formatCount, formatPlural, formatScore } from '../../ui/format.ts';
import { EmptyState, errorMessage } from '../../ui/states.tsx';
import { suggestOther, verdictText } from './compare-model.ts';
import { ratioText, shareText } from './version-text.ts';

interface CompareViewProps {
  readonly version: ModelVersion;
  readonly versions: readonly ModelVersion[];
}

/** Two versions on the events of this case, each at its own threshold; nothing of the case changes. */
export function CompareView(props: CompareViewProps) {
  const { version, versions } = props;
  const { rpc } = useBackend();
  const caseId = useCaseId();
  const labelsPath = useRuns().data?.[0]?.options.labelsPath;
  const { other, setOther, comparison, setComparison } = useModelsView();
  const [failure, setFailure] = useState<unknown>(null);
  const first = referenceOf(version);
  const others = versions.map(referenceOf).filter((one) => one !== first);
  const second = other !== null && others.includes(other) ? other : suggestOther(version, versions);
  const isAsked = comparison !== null && comparison.first === first && comparison.second === second;
  const job = useLive((state) => (isAsked ? state.jobs.get(comparison.jobId) : undefined));
  const result = useJobResult(job ?? null);
  if (second === null)
    return (
      <EmptyState title="Nothing to compare with">
        Train or import another version, then compare the two here.
      </EmptyState>
    );
  const start = async () => {
    setFailure(null);
    try {
      const options = labelsPath === undefined ? {} : { labelsPath };
      const { jobId } = await rpc.models.startCompare({ first, second, caseId: caseId ?? '', options });
      setComparison({ jobId, first, second });
    } catch (error) {
      setFailure(error);
    }
  };
  const isRunning = job !== undefined && isActive(job);
  return (
    <>
      <div className="ls-model-actions">
        <label className="ls-field">
          {first} with
          <select
            className="ls-model-select"
            aria-label="Compare with"
            value={second}
            onChange={(event) => setOther(event.currentTarget.value)}
          >
            {others.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <button type="button" className="ls-action" disabled={isRunning} onClick={() => void start()}>
          {isRunning ? 'Comparing…' : 'Compare on this case'}
        </button>
      </div>
      {failure !== null && (
        <p role="alert" className="ls-failure">
          {errorMessage(failure)}
        </p>
      )}
      {result?.kind === 'compare' ? (
        <Comparison result={result.compared} />
      ) : (
        !isRunning && <p className="ls-dim">Both score the events of this case; nothing of it changes.</p>
      )}
    </>
  );
}

function Comparison(props: { readonly result: ModelComparison }) {
  const { result } = props;
  const { first, second, agreement } = result;
  const rows: readonly (readonly [string, (side: ModelComparison['first']) => string])[] = [
    ['Threshold', (side) => ratioText(side.threshold)],
    ['Above it', (side) => formatCount(side.anomalies)],
    ['Unknown events', (side) => shareText(side.unknownShare)],
    ['Precision', (side) => ratioText(side.evaluation?.precision)],
    ['Recall', (side) => ratioText(side.evaluation?.recall)],
    ['F1', (side) => ratioText(side.evaluation?.f1)],
    ['ROC area', (side) => ratioText(side.evaluation?.rocAuc)],
    ['PR area', (side) => ratioText(side.evaluation?.prAuc)],
  ];
  return (
    <>
      <p data-testid="comparison">{verdictText(result)}</p>
      <table className="ls-compare">
        <thead>
          <tr>
            <td />
            <th scope="col">{referenceOf(first.version)}</th>
            <th scope="col">{referenceOf(second.version)}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="ls-num">{value(first)}</td>
              <td className="ls-num">{value(second)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {[first, second].map((side) =>
        side.fallback === null ? null : (
          <p key={referenceOf(side.version)} className="ls-failure">
            {referenceOf(side.version)} did not score itself: {side.fallback}
          </p>
        ),
      )}
      <p className="ls-dim">
        Same answer for {shareText(agreement.share)} of {formatPlural(result.units, 'unit')}: both flag{' '}
        {formatCount(agreement.both)}, only the first {formatCount(agreement.onlyFirst)}, only the second{' '}
        {formatCount(agreement.onlySecond)}; kappa {ratioText(agreement.kappa)}, rank correlation{' '}
        {ratioText(result.correlation)}.
      </p>
      <PromoteEither sides={[first.version, second.version]} />
      <Disputed result={result} />
    </>
  );
}

function PromoteEither(props: { readonly sides: readonly ModelVersion[] }) {
  const actions = useModelActions();
  const [failure, setFailure] = useState<unknown>(null);
  return (
    <div className="ls-model-actions">
      {props.sides.map((version) => (
        <button
          key={referenceOf(version)}
          type="button"
          className="ls-action"
          onClick={() => void actions.promote(version).then(() => setFailure(null), setFailure)}
        >
          Promote {referenceOf(version)}
        </button>
      ))}
      {failure !== null && <span role="alert">{errorMessage(failure)}</span>}
    </div>
  );
}

/** Units only one of the two flags; each leads to its lines. */
function Disputed(props: { readonly result: ModelComparison }) {
  const { disputed, first, second } = props.result;
  const patchFilter = useSelection((state) => state.patchFilter);
  const show = usePanelRequests((state) => state.show);
  if (disputed.length === 0) return null;
  return (
    <section aria-labelledby="model-disputed">
      <h3 id="model-disputed">Where they differ</h3>
      <ul className="ls-disputed">
        {disputed.map((unit) => (
          <li key={unit.unitId}>
            <button
              type="button"
              className="ls-link ls-mono"
              title="Show its lines"
              onClick={() => {
                patchFilter({ unitIds: [unit.unitId] });
                show('events');
              }}
            >
              {unit.unitId}
            </button>
            <span className="ls-num">
              {formatScore(unit.firstScore)} / {formatScore(unit.secondScore)}
            </span>
            <span className="ls-dim">
              only {referenceOf(unit.flaggedBy === 'first' ? first.version : second.version)}
              {unit.label === null ? '' : unit.label ? ', anomalous' : ', normal'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
