import { useCommands } from '../../state/commands.ts';
import { useSelection } from '../../state/selection.ts';
import { useTemplateDraft } from '../../state/template-draft.ts';
import { formatPlural } from '../../ui/format.ts';

export interface EditCommand {
  readonly kind: 'merge' | 'split' | 'mask' | 'rename';
  readonly title: string;
  readonly keyText: string;
  readonly isEnabled: boolean;
  /** Said while it is not: what is missing. */
  readonly missing: string;
  readonly run: () => void;
}

const PICK_FIRST = 'Pick a template first';

/** The edits of the picked template and of the marked ones, also as commands with keys. */
export function useEditCommands(): readonly EditCommand[] {
  const { marked, start } = useTemplateDraft();
  const picked = useSelection((state) => state.templateId);
  const isPicked = picked !== null;
  const commands: readonly EditCommand[] = [
    {
      kind: 'merge',
      title: marked.size > 1 ? `Merge ${formatPlural(marked.size, 'template')}` : 'Merge the marked templates',
      keyText: 'Shift M',
      isEnabled: marked.size > 1,
      missing: 'Mark two templates or more (Space) to merge them',
      run: () => start({ kind: 'merge', templateIds: [...marked] }),
    },
    {
      kind: 'split',
      title: 'Split the template',
      keyText: 'Shift S',
      isEnabled: isPicked,
      missing: PICK_FIRST,
      run: () => picked !== null && start({ kind: 'split', templateId: picked }),
    },
    {
      kind: 'mask',
      title: 'Say what is a parameter',
      keyText: 'Shift P',
      isEnabled: isPicked,
      missing: PICK_FIRST,
      run: () => picked !== null && start({ kind: 'mask', templateId: picked }),
    },
    {
      kind: 'rename',
      title: 'Name the template',
      keyText: 'F2',
      isEnabled: isPicked,
      missing: PICK_FIRST,
      run: () => picked !== null && start({ kind: 'rename', templateId: picked }),
    },
  ];
  useCommands(
    commands.map(({ kind, title, run, isEnabled }) => ({
      id: `templates.${kind}`,
      title: kind === 'merge' ? 'Merge the marked templates' : title,
      group: 'Templates',
      keys: [KEYS[kind]],
      isEnabled: () => isEnabled,
      run,
    })),
  );
  return commands;
}

const KEYS: Readonly<Record<EditCommand['kind'], string>> = {
  merge: 'Shift+M',
  split: 'Shift+S',
  mask: 'Shift+P',
  rename: 'F2',
};
