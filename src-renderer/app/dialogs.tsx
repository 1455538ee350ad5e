import { NormalDialog } from '../panels/inspector/normal-dialog.tsx';
import { ModelDialogs } from '../panels/models/model-dialogs.tsx';
import { TemplateDialog } from '../panels/templates/dialogs/template-dialog.tsx';
import { useCommands } from '../state/commands.ts';
import { useWorkspace } from '../state/workspace.ts';
import { CommandPalette } from './dialogs/command-palette.tsx';
import { JumpDialog } from './dialogs/jump-dialog.tsx';
import { KeySheet } from './dialogs/key-sheet.tsx';
import { OpenDialog } from './dialogs/open-dialog.tsx';
import { RangeDialog } from './dialogs/range-dialog.tsx';
import { ReportDialog } from './dialogs/report-dialog.tsx';
import { RereadDialog } from './dialogs/reread/reread-dialog.tsx';
import { ScoreDialog } from './dialogs/score-dialog.tsx';

/** The one dialog that is open, if any. */
export function Dialogs() {
  const { dialog, caseId, showDialog } = useWorkspace();
  const hasCase = () => useWorkspace.getState().caseId !== null;
  useCommands([
    {
      id: 'go.palette',
      title: 'Command palette',
      group: 'View',
      keys: ['$mod+k', '$mod+p'],
      isGlobal: true,
      run: () => showDialog('palette'),
    },
    { id: 'help.keys', title: 'Keys', group: 'View', keys: ['[Shift]+?'], run: () => showDialog('keys') },
    {
      id: 'events.go-to',
      title: 'Go to a time or line',
      group: 'Go to',
      keys: ['g'],
      isEnabled: hasCase,
      run: () => showDialog('jump'),
    },
    {
      id: 'filter.range',
      title: 'Set the time range',
      group: 'Filter',
      keys: ['r'],
      isEnabled: hasCase,
      run: () => showDialog('range'),
    },
    { id: 'file.report', title: 'Write a report', group: 'File', isEnabled: hasCase, run: () => showDialog('report') },
    {
      id: 'file.reread',
      title: 'Read the files differently',
      group: 'File',
      isEnabled: hasCase,
      run: () => showDialog('reread'),
    },
    {
      id: 'file.score',
      title: 'Score again by other units or detectors',
      group: 'File',
      isEnabled: hasCase,
      run: () => showDialog('score'),
    },
  ]);
  const close = () => showDialog('none');
  if (dialog === 'palette') return <CommandPalette onClose={close} />;
  if (dialog === 'keys') return <KeySheet onClose={close} />;
  if (dialog === 'open') return <OpenDialog onClose={close} />;
  if (caseId === null || dialog === 'none') return null;
  if (dialog === 'jump') return <JumpDialog onClose={close} />;
  if (dialog === 'range') return <RangeDialog onClose={close} />;
  if (dialog === 'report') return <ReportDialog caseId={caseId} onClose={close} />;
  if (dialog === 'reread') return <RereadDialog onClose={close} />;
  if (dialog === 'score' || dialog === 'score-sessions') {
    return <ScoreDialog bySession={dialog === 'score-sessions'} onClose={close} />;
  }
  if (dialog === 'normal') return <NormalDialog onClose={close} />;
  if (dialog === 'template-edit') return <TemplateDialog onClose={close} />;
  return <ModelDialogs caseId={caseId} />;
}
