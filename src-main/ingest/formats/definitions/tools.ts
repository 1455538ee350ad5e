import type { FormatDefinition } from '../format-definition.ts';

/** Command output, package managers and tracing tools. */
export const TOOL_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'strace',
    title: 'strace',
    patterns: ['{?{pid:int} ?}{time:%T%f}', '{pid:int} {time:%E}', '{time:%E}'].flatMap((head) => [
      `${head} {message+}{component:name}(`,
      `${head} {message+}+++ `,
      `${head} {message+}--- `,
      `${head} {message+}<... {component:name} resumed`,
    ]),
    samples: [
      {
        line: '478760 12:21:46.308556 brk(NULL)        = 0x5584b006b000 <0.007753>',
        time: '1970-01-01T12:21:46.308556Z',
        severity: 0,
        component: 'brk',
        content: 'brk(NULL)        = 0x5584b006b000 <0.007753>',
      },
    ],
  },
  {
    name: 'tcf',
    title: 'Target Communication Framework',
    patterns: ['TCF {time:%M:%S%f}: {?{channel:int}: ?}{message}'],
    samples: [
      {
        line: 'TCF 30:11.474: 0: ---> C 2 RunControl getChildren null <eom>',
        time: '1970-01-01T00:30:11.474Z',
        severity: 0,
        content: '---> C 2 RunControl getChildren null <eom>',
      },
    ],
  },
  {
    name: 'procstate',
    title: 'System state dump',
    patterns: ['========== {message:any} at {time:%a %b %d %T %Z %Y} =========='],
    samples: [
      {
        line: '========== Start of system state dump at Thu Jun 2 00:01:01 UTC 2022 ==========',
        time: '2022-06-02T00:01:01Z',
        severity: 0,
        content: 'Start of system state dump',
      },
    ],
  },
  {
    name: 'dpkg',
    title: 'dpkg',
    patterns: ['status', 'install', 'upgrade', 'configure', 'startup', 'trigproc', 'remove', 'purge', 'conffile'].map(
      (action) => `{time:%F %T} {message+}${action} `,
    ),
    isLoose: true,
    samples: [
      {
        line: '2024-05-01 12:00:00 status installed libc6:amd64 2.36-9',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: 'status installed libc6:amd64 2.36-9',
      },
    ],
  },
  {
    name: 'kernel-ring',
    title: 'Kernel ring buffer (dmesg)',
    patterns: [
      '[{uptime}] {component:any}: {message}',
      '[ {uptime}] {component:any}: {message}',
      '[{uptime}] {message}',
      '[ {uptime}] {message}',
    ],
    isLoose: true,
    samples: [
      {
        line: '[    3.141592] usb 1-1: new high-speed USB device number 2 using xhci_hcd',
        time: null,
        severity: 0,
        component: 'usb 1-1',
        content: 'new high-speed USB device number 2 using xhci_hcd',
      },
    ],
  },
];
