import { SegmentedControl } from '@mantine/core';
import { X } from 'lucide-react';
import { useCommands } from '../../state/commands.ts';
import { usePanelRequests } from '../../state/panel-requests.ts';
import { useSelection } from '../../state/selection.ts';
import { TEMPLATE_VIEWS, type TemplateView, useTemplateDraft } from '../../state/template-draft.ts';
import { useTemplateActions, useTemplateEdits } from '../../state/template-edits.ts';
import { formatCount } from '../../ui/format.ts';
import { PanelFrame } from '../../ui/panel-frame.tsx';
import { errorMessage } from '../../ui/states.tsx';
import { changeSummary } from './change-model.ts';
import { EditToolbar } from './edit-toolbar.tsx';
import { EditsView } from './edits-view.tsx';
import { HealthView } from './health-view.tsx';
import { TemplateList } from './template-list.tsx';
import './templates-panel.css';

/** The templates of the case: the list with its edits by hand, the edits themselves, and how good all of it is. */
export function TemplatesPanel() {
  const { view, setView, note } = useTemplateDraft();
  const show = usePanelRequests((state) => state.show);
  const hidden = useSelection((state) => state.filter.hiddenTemplateIds);
  const patchFilter = useSelection((state) => state.patchFilter);
  const edits = useTemplateEdits().data?.length ?? 0;
  const { apply } = useTemplateActions();
  const open = (next: TemplateView) => {
    setView(next);
    show('templates');
  };
  const takeBack = () =>
    void apply({ kind: 'undo' }).then(
      (change) => note(changeSummary(change)),
      (error: unknown) => note(errorMessage(error)),
    );
  useCommands([
    { id: 'templates.show', title: 'Templates', group: 'Go to', keys: ['t'], run: () => open('list') },
    { id: 'templates.edits', title: 'Template edits', group: 'Go to', run: () => open('edits') },
    { id: 'templates.health', title: 'Template health', group: 'Go to', run: () => open('health') },
    {
      id: 'templates.undo',
      title: 'Take back the last template edit',
      group: 'Templates',
      isEnabled: () => edits > 0,
      run: takeBack,
    },
    {
      id: 'templates.unhide',
      title: 'Show hidden templates again',
      group: 'Filter',
      isEnabled: () => (hidden?.length ?? 0) > 0,
      run: () => patchFilter({ hiddenTemplateIds: undefined }),
    },
  ]);
  return (
    <PanelFrame
      label="Templates"
      lead={
        <SegmentedControl
          size="xs"
          aria-label="View of the templates"
          value={view}
          onChange={(value) => setView(value)}
          data={TEMPLATE_VIEWS.map((value) => ({ value, label: viewText(value, edits) }))}
        />
      }
      actions={<EditToolbar />}
    >
      <div className="ls-templates-body">
        {view === 'list' ? <TemplateList /> : view === 'edits' ? <EditsView /> : <HealthView />}
        <Notice />
      </div>
    </PanelFrame>
  );
}

function viewText(view: TemplateView, edits: number): string {
  if (view === 'list') return 'List';
  if (view === 'health') return 'Health';
  return edits === 0 ? 'Edits' : `Edits ${formatCount(edits)}`;
}

/** What is marked, and what the last edit did. */
function Notice() {
  const { marked, clearMarks, notice, note } = useTemplateDraft();
  return (
    <>
      {marked.size > 0 && (
        <p className="ls-templates-notice">
          <span>{formatCount(marked.size)} marked</span>
          <button type="button" className="ls-link" onClick={clearMarks}>
            Clear
          </button>
        </p>
      )}
      <div role="status">
        {notice !== null && (
          <p className="ls-templates-notice">
            <span>{notice}</span>
            <button type="button" className="ls-icon-button" aria-label="Dismiss the note" onClick={() => note(null)}>
              <X size={12} aria-hidden />
            </button>
          </p>
        )}
      </div>
    </>
  );
}
