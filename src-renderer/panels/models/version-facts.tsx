import { useState } from 'react';
import type { ModelAlert, ModelVersion } from '../../state/model-queries.ts';
import { referenceOf, useModelActions, type useModelDetail, useReanalyse } from '../../state/model-queries.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatBytes, formatCount, formatSpan } from '../../ui/format.ts';
import { errorMessage } from '../../ui/states.tsx';
import { detectorsText, ratioText, shareText, trainedOnText, unitsText } from './version-text.ts';

type Detail = NonNullable<ReturnType<typeof useModelDetail>['data']>;

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** What a version is: its quality, what it was trained on, and what can be done with it. */
export function VersionFacts(props: { readonly detail: Detail }) {
  const { detail } = props;
  const { version } = detail;
  return (
    <>
      <Actions version={version} hasFormer={hasFormerChampion(detail)} />
      <Alerts alerts={detail.alerts} />
      <Quality version={version} />
      <Training version={version} />
      <Moves moves={detail.moves} />
    </>
  );
}

/** Another version has had the place of the champion. */
function hasFormerChampion({ version, moves }: Detail): boolean {
  return moves.some(({ alias, to }) => alias === 'champion' && to !== null && to !== version.number);
}

function Actions(props: { readonly version: ModelVersion; readonly hasFormer: boolean }) {
  const { version, hasFormer } = props;
  const actions = useModelActions();
  const reanalyse = useReanalyse();
  const show = usePanelRequests((state) => state.show);
  const showDialog = useWorkspace((state) => state.showDialog);
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const isChampion = version.aliases.includes('champion');
  return (
    <div>
      <div className="ls-model-actions">
        <button
          type="button"
          className="ls-action"
          disabled={isBusy}
          title="Scores the events of this case with it; no source is read again"
          onClick={() =>
            void attempt(async () => {
              await reanalyse({ model: referenceOf(version) });
              show('jobs');
            })
          }
        >
          Score this case
        </button>
        {isChampion ? (
          <button
            type="button"
            className="ls-action"
            disabled={isBusy || !hasFormer}
            title={
              hasFormer
                ? 'Gives the place of the champion back to the version that had it before'
                : 'No other version has been the champion'
            }
            onClick={() => void attempt(() => actions.rollback(version.name))}
          >
            Roll back
          </button>
        ) : (
          <button
            type="button"
            className="ls-action"
            disabled={isBusy}
            title={`Makes it the champion: what scores where only ${version.name} is named`}
            onClick={() => void attempt(() => actions.promote(version))}
          >
            Promote
          </button>
        )}
        <button type="button" className="ls-action" onClick={() => showDialog('export-model')}>
          Export…
        </button>
        {!isChampion && (
          <button type="button" className="ls-action" onClick={() => showDialog('remove-model')}>
            Delete…
          </button>
        )}
      </div>
      {failure !== null && (
        <p role="alert" className="ls-failure">
          {errorMessage(failure)}
        </p>
      )}
    </div>
  );
}

function Alerts(props: { readonly alerts: readonly ModelAlert[] }) {
  const actions = useModelActions();
  const unread = props.alerts.filter((alert) => !alert.isRead);
  if (unread.length === 0) return null;
  return (
    <ul className="ls-model-alerts" aria-label="Alerts">
      {unread.map((alert) => (
        <li key={alert.alertId}>
          <span>
            <b>{alert.kind.replace('-', ' ')}</b> {alert.message}{' '}
            <span className="ls-dim">{DATE.format(alert.atMs)}</span>
          </span>
          <button type="button" className="ls-link" onClick={() => void actions.markRead(alert.alertId)}>
            Seen
          </button>
        </li>
      ))}
    </ul>
  );
}

function Quality(props: { readonly version: ModelVersion }) {
  const { threshold, heldOutAlarmShare, heldOutUnits, labelled } = props.version.metrics;
  return (
    <section aria-labelledby="model-quality">
      <h3 id="model-quality">When it was trained</h3>
      <Facts
        rows={[
          ['Threshold', ratioText(threshold)],
          ['Alarms', `${shareText(heldOutAlarmShare)} of ${formatCount(heldOutUnits)} held-out units`],
          ...(labelled === null
            ? ([['Quality', 'no labels to measure it on']] as const)
            : ([
                ['Precision', ratioText(labelled.precision)],
                ['Recall', ratioText(labelled.recall)],
                ['F1', ratioText(labelled.f1)],
                ['ROC area', ratioText(labelled.rocAuc)],
                ['PR area', ratioText(labelled.prAuc)],
              ] as const)),
        ]}
      />
    </section>
  );
}

function Training(props: { readonly version: ModelVersion }) {
  const { version } = props;
  const { training } = version;
  return (
    <section aria-labelledby="model-training">
      <h3 id="model-training">What it is</h3>
      <Facts
        rows={[
          [
            'Made',
            `${DATE.format(version.createdAtMs)}, ${version.origin}${version.parent === null ? '' : ` from ${version.parent}`}`,
          ],
          ['Units', `${unitsText(version)}: ${trainedOnText(version)}`],
          ['Trained on', training.only === 'normal' ? 'normal units only' : 'all units'],
          ['Detectors', detectorsText(version)],
          [
            'Learned from',
            `${formatCount(training.events)} events, ${formatCount(training.features)} features, ${formatCount(training.templates)} templates`,
          ],
          ['Took', version.trainSeconds === null ? 'imported' : formatSpan(version.trainSeconds)],
          ['Size', formatBytes(version.sizeBytes)],
          ['Hash', version.artifactHash.slice(0, 16)],
          ['Seed', String(training.seed)],
        ]}
      />
    </section>
  );
}

function Moves(props: { readonly moves: Detail['moves'] }) {
  if (props.moves.length === 0) return null;
  return (
    <section aria-labelledby="model-moves">
      <h3 id="model-moves">Promotions</h3>
      <ul className="ls-model-moves">
        {props.moves.slice(0, 8).map((move) => (
          <li key={`${move.atMs} ${move.alias} ${move.to}`}>
            <span className="ls-dim ls-num">{DATE.format(move.atMs)}</span> {move.alias}{' '}
            {move.from === null ? '' : `${move.from} → `}
            {move.to ?? 'none'} <span className="ls-dim">{move.reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Facts(props: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="ls-facts ls-facts-wide">
      {props.rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="ls-num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
