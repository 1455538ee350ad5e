import { ActionIcon, Tooltip } from '@mantine/core';
import { Asterisk, Merge, Pencil, Split } from 'lucide-react';
import type { ReactNode } from 'react';
import { type EditCommand, useEditCommands } from './use-edit-commands.ts';

const ICONS: Readonly<Record<EditCommand['kind'], ReactNode>> = {
  merge: <Merge size={14} aria-hidden />,
  split: <Split size={14} aria-hidden />,
  mask: <Asterisk size={14} aria-hidden />,
  rename: <Pencil size={14} aria-hidden />,
};

/** What can be done with the marked templates and with the picked one; the same actions as their keys. */
export function EditToolbar() {
  const commands = useEditCommands();
  return (
    <div className="ls-edit-tools" role="toolbar" aria-label="Edit templates">
      {commands.map((command) => (
        <Tooltip
          key={command.kind}
          label={command.isEnabled ? `${command.title} (${command.keyText})` : command.missing}
        >
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={command.title}
            aria-disabled={!command.isEnabled}
            data-disabled={command.isEnabled ? undefined : true}
            onClick={() => command.isEnabled && command.run()}
          >
            {ICONS[command.kind]}
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  );
}
