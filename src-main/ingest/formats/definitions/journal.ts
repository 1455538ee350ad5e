import type { FormatDefinition } from '../format-definition.ts';

const PROCESS = '{host:name} {component:any}[{pid:int}]: {message}';
const NO_PID = '{host:name} {component:name}: {message}';
/** Lines `journalctl` puts between boots and in front of its output. */
const BREAKS = ['-- Boot ', '-- Reboot --', '-- Journal begins ', '-- Logs begin ', '-- No entries --'];

/** Output of `journalctl`, by its `-o` option; `json` is among the JSON formats, `short` and `short-iso` are syslog. */
export const JOURNAL_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'journald-export',
    title: 'systemd journal (journalctl -o export)',
    patterns: [],
    engine: 'keyed',
    spansLines: true,
    record: { starts: ['__CURSOR='], separator: '=', ends: 'blank', hasBinary: true },
    levelScale: 'syslog',
    keys: {
      time: ['_SOURCE_REALTIME_TIMESTAMP', '__REALTIME_TIMESTAMP'],
      component: ['SYSLOG_IDENTIFIER', '_COMM'],
      service: ['_SYSTEMD_UNIT'],
    },
    samples: [
      {
        line: '__CURSOR=s=6c;i=1\n__REALTIME_TIMESTAMP=1714564800123456\nPRIORITY=3\n_HOSTNAME=web1\nSYSLOG_IDENTIFIER=sshd\n_SYSTEMD_UNIT=ssh.service\nMESSAGE=fatal: no key\n',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 17,
        service: 'ssh.service',
        host: 'web1',
        component: 'sshd',
        content: 'fatal: no key',
      },
    ],
  },
  {
    name: 'journald-full',
    title: 'systemd journal (journalctl -o short-full)',
    patterns: [`{time:%a %F %T%f %Z} ${PROCESS}`, `{time:%a %F %T%f %Z} ${NO_PID}`],
    structural: BREAKS,
    samples: [
      {
        line: 'Wed 2024-05-01 14:00:00 CEST web1 sshd[812]: Invalid user webmaster from 173.234.31.186',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        host: 'web1',
        component: 'sshd',
        content: 'Invalid user webmaster from 173.234.31.186',
      },
    ],
  },
  {
    name: 'journald-unix',
    title: 'systemd journal (journalctl -o short-unix)',
    patterns: [`{time:%s} ${PROCESS}`, `{time:%s} ${NO_PID}`],
    structural: BREAKS,
    samples: [
      {
        line: '1714564800.123456 web1 kernel: eth0: link up',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        host: 'web1',
        component: 'kernel',
        content: 'eth0: link up',
      },
    ],
  },
  {
    name: 'journald-monotonic',
    title: 'systemd journal (journalctl -o short-monotonic)',
    patterns: [
      `[{uptime}] ${PROCESS}`,
      `[ {uptime}] ${PROCESS}`,
      '[{uptime}] {host:name} kernel: {message}',
      '[ {uptime}] {host:name} kernel: {message}',
    ],
    structural: BREAKS,
    samples: [
      {
        line: '[    5.123456] web1 systemd[1]: Started OpenSSH server daemon.',
        time: null,
        severity: 0,
        host: 'web1',
        component: 'systemd',
        content: 'Started OpenSSH server daemon.',
      },
    ],
  },
];
