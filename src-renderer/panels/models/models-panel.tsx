import { Button, SegmentedControl } from '@mantine/core';
import { useCommands } from '../../state/commands.ts';
import { type ModelVersion, referenceOf, useModelDetail, useModelVersions } from '../../state/model-queries.ts';
import { MODEL_TABS, type ModelTab, useModelsView } from '../../state/models-view.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { formatPlural } from '../../ui/format.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { CompareView } from './compare-view.tsx';
import { DriftView } from './drift-view.tsx';
import { EvaluationView } from './evaluation-view.tsx';
import { ModelJobs } from './model-jobs.tsx';
import { usePickedVersion } from './use-picked-version.ts';
import { VersionFacts } from './version-facts.tsx';
import { VersionList } from './version-list.tsx';
import './models-panel.css';

const TAB_TEXT: Readonly<Record<ModelTab, string>> = {
  version: 'Version',
  evaluation: 'Evaluation',
  drift: 'Drift',
  compare: 'Compare',
};

/** Models of this machine: train, judge, compare and promote them, and see what they were used on. */
export function ModelsPanel() {
  const versions = useModelVersions();
  const showDialog = useWorkspace((state) => state.showDialog);
  const pick = useModelsView((state) => state.pick);
  const picked = usePickedVersion();
  const list = versions.data ?? NO_VERSIONS;
  useCommands([
    { id: 'models.train', title: 'Train a model on this case', group: 'Models', run: () => showDialog('train') },
    { id: 'models.import', title: 'Import a model', group: 'Models', run: () => showDialog('import-model') },
    { id: 'models.labels', title: 'Score this case with labels', group: 'Models', run: () => showDialog('labels') },
  ]);
  return (
    <PanelFrame
      label="Models"
      lead={
        <span className="ls-num">{versions.data === undefined ? 'Models' : formatPlural(list.length, 'version')}</span>
      }
      actions={
        <>
          <Button size="compact-xs" variant="default" onClick={() => showDialog('import-model')}>
            Import…
          </Button>
          <Button size="compact-xs" onClick={() => showDialog('train')}>
            Train…
          </Button>
        </>
      }
    >
      <div className="ls-models">
        <ModelJobs />
        {versions.error !== null && versions.data === undefined ? (
          <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
        ) : versions.data === undefined ? (
          <LoadingState label="Listing models…" />
        ) : (
          <div className={list.length === 0 ? 'ls-models-split ls-models-none' : 'ls-models-split'}>
            {list.length > 0 && (
              <div className="ls-models-list">
                <VersionList versions={list} picked={picked === undefined ? null : referenceOf(picked)} onPick={pick} />
              </div>
            )}
            <Detail picked={picked} versions={list} />
          </div>
        )}
      </div>
    </PanelFrame>
  );
}

const NO_VERSIONS: readonly ModelVersion[] = [];

interface DetailProps {
  readonly picked: ModelVersion | undefined;
  readonly versions: readonly ModelVersion[];
}

/** One view of the picked version; the case's own evaluation needs no model. */
function Detail(props: DetailProps) {
  const { picked, versions } = props;
  const { tab, setTab } = useModelsView();
  return (
    <div className="ls-models-detail" tabIndex={0} role="group" aria-label="Model">
      <SegmentedControl
        size="xs"
        aria-label="View"
        value={tab}
        onChange={(value) => setTab(value)}
        data={MODEL_TABS.map((value) => ({ value, label: TAB_TEXT[value] }))}
      />
      {tab === 'evaluation' ? (
        <EvaluationView />
      ) : picked === undefined ? (
        <NoModels />
      ) : tab === 'compare' ? (
        <CompareView version={picked} versions={versions} />
      ) : (
        <VersionViews version={picked} tab={tab} />
      )}
    </div>
  );
}

function NoModels() {
  const showDialog = useWorkspace((state) => state.showDialog);
  return (
    <EmptyState title="No model yet" action={{ label: 'Train one on this case', run: () => showDialog('train') }}>
      A model keeps what is usual here, so that other dumps can be scored by it.
    </EmptyState>
  );
}

function VersionViews(props: { readonly version: ModelVersion; readonly tab: 'version' | 'drift' }) {
  const { version, tab } = props;
  const detail = useModelDetail(referenceOf(version));
  if (detail.data === undefined) {
    if (detail.error !== null) return <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />;
    return <LoadingState label="Reading the version…" />;
  }
  if (tab === 'version') return <VersionFacts detail={detail.data} />;
  return <DriftView key={referenceOf(version)} version={version} observations={detail.data.observations} />;
}
