import { Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useCaseInfo, useHome } from '../../state/case-queries.ts';
import { useCommands } from '../../state/commands.ts';
import { useOpenActions } from '../../state/open-actions.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** The open case by name, and the way to another one. */
export function CaseMenu() {
  const info = useCaseInfo().data;
  const home = useHome().data;
  const actions = useOpenActions();
  const openCase = useWorkspace((state) => state.openCase);
  const showDialog = useWorkspace((state) => state.showDialog);
  const client = useQueryClient();
  const others = (home?.recentCases ?? [])
    .filter((one) => one.caseId !== info?.summary.caseId && one.isAvailable)
    .slice(0, 8);
  const goHome = () => {
    openCase(null);
    void client.invalidateQueries({ queryKey: ['home'] });
  };
  useCommands([
    { id: 'file.close', title: 'Close the case', group: 'File', run: goHome },
    {
      id: 'file.open',
      title: 'Open files or a folder',
      group: 'File',
      keys: ['$mod+o'],
      isGlobal: true,
      run: () => showDialog('open'),
    },
  ]);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className="ls-top-case" title={info?.summary.dir}>
          <span>{info?.summary.name ?? 'Case'}</span>
          <ChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => showDialog('open')}>Open…</Menu.Item>
        <Menu.Item onClick={goHome}>Welcome screen</Menu.Item>
        {others.length > 0 && <Menu.Label>Recent cases</Menu.Label>}
        {others.map((one) => (
          <Menu.Item key={one.caseId} onClick={() => void actions.openCase(one.caseId)}>
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
