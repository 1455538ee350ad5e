import type { FormatDefinition } from '../format-definition.ts';

const PACMAN = '[{component:name}] {message}';

/** Package managers, brokers, shells and developer tools. */
export const MORE_TOOL_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'apt-history',
    title: 'apt history',
    patterns: [],
    engine: 'keyed',
    spansLines: true,
    record: { starts: ['Start-Date: '], separator: ': ', ends: 'blank', hasBinary: false },
    keys: { time: ['Start-Date'] },
    parts: ['Commandline', 'Install', 'Upgrade', 'Remove', 'Purge', 'Error'],
    samples: [
      {
        line: 'Start-Date: 2024-05-01  12:00:00\nCommandline: apt upgrade\nRequested-By: bob (1000)\nUpgrade: libc6:amd64 (2.36-9, 2.36-10)\nEnd-Date: 2024-05-01  12:00:05\n',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: 'apt upgrade libc6:amd64 (2.36-9, 2.36-10)',
      },
    ],
  },
  {
    name: 'pacman',
    title: 'pacman',
    patterns: [`[{time:%+}] ${PACMAN}`],
    samples: [
      {
        line: '[2024-05-01T14:00:00+0200] [ALPM] upgraded linux (6.8.7 -> 6.8.8)',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        component: 'ALPM',
        content: 'upgraded linux (6.8.7 -> 6.8.8)',
      },
    ],
    isLoose: true,
  },
  {
    name: 'tai64n',
    title: 'TAI64N labels (multilog, s6-log)',
    patterns: ['{time:%@} {component:name}: {message}', '{time:%@} {message}'],
    samples: [
      {
        line: '@40000000433225833b6e1a8c tcpserver: status: 5/30',
        time: '2005-09-22T03:31:05.997071500Z',
        severity: 0,
        component: 'tcpserver',
        content: 'status: 5/30',
      },
    ],
  },
  {
    name: 'nats',
    title: 'NATS',
    patterns: ['[{pid:int}] {time:%Y/%m/%d %T%f} [{level}] {message}'],
    samples: [
      {
        line: '[1] 2024/05/01 12:00:00.123456 [ERR] Error trying to connect to route: timeout',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 17,
        content: 'Error trying to connect to route: timeout',
      },
    ],
  },
  {
    name: 'cockroachdb',
    title: 'CockroachDB',
    patterns: [
      '{level:mark}{time:%y%m%d %T%f} {goroutine:int} {component} ⋮ [{tags:any}] {?{counter:int} ?}{message}',
      '{level:mark}{time:%y%m%d %T%f} {goroutine:int} {component} {message}',
    ],
    levels: { i: 9, w: 13, e: 17, f: 21 },
    hasCommonLevels: false,
    samples: [
      {
        line: 'W240501 12:00:00.123456 17 server/node.go:12 ⋮ [n1] 4  disk is slow',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 13,
        component: 'server/node.go:12',
        content: 'disk is slow',
      },
    ],
  },
  {
    name: 'sssd',
    title: 'SSSD',
    patterns: [
      '({time:%F %T%f}): [{component:any}] [{function:any}] ({debug_level}): {message}',
      '({time:%a %b %d %T%f %Y}) [{component:any}] [{function:any}] ({debug_level}): {message}',
    ],
    samples: [
      {
        line: '(2024-05-01 12:00:00): [be[example.com]] [sdap_connect] (0x0040): ldap connection failed',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        component: 'be[example.com]',
        content: 'ldap connection failed',
      },
    ],
  },
  {
    name: 'shell-history',
    title: 'Shell history with times',
    patterns: ['#{time:%E}\\n{message}', '#+{time:%E}\\n{message}'],
    headerLines: 2,
    samples: [
      {
        line: '#1714564800\nkubectl get pods',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: 'kubectl get pods',
      },
    ],
  },
  {
    name: 'zsh-history',
    title: 'zsh history (extended)',
    patterns: [': {time:%E}:{duration_s:int};{message}'],
    samples: [
      {
        line: ': 1714564800:0;kubectl get pods',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: 'kubectl get pods',
      },
    ],
  },
  {
    name: 'robot-framework',
    title: 'Robot Framework',
    patterns: ['{time:%Y%m%d %T%f} - {level} - {message}'],
    levels: { pass: 9, skip: 9, fail: 17 },
    samples: [
      {
        line: '20240501 12:00:00.123 - FAIL - Cart 17 is empty',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        content: 'Cart 17 is empty',
      },
    ],
  },
  {
    name: 'cups',
    title: 'CUPS error log',
    patterns: ['{level:mark} [{time:%d/%b/%Y:%T%f %z}] {message}'],
    levels: { d: 5, i: 9, n: 10, w: 13, e: 17, c: 18, a: 19, x: 21 },
    hasCommonLevels: false,
    samples: [
      {
        line: 'E [01/May/2024:14:00:00 +0200] [Job 17] Print file sent, waiting for printer to finish',
        time: '2024-05-01T12:00:00Z',
        severity: 17,
        content: '[Job 17] Print file sent, waiting for printer to finish',
      },
    ],
  },
  {
    name: 'minecraft',
    title: 'Minecraft',
    patterns: ['[{time:%T}] [{component:any}/{level}]: {message}'],
    samples: [
      {
        line: '[12:00:00] [Server thread/WARN]: Can not keep up! Is the server overloaded?',
        time: '1970-01-01T12:00:00Z',
        severity: 13,
        component: 'Server thread',
        content: 'Can not keep up! Is the server overloaded?',
      },
    ],
  },
  {
    name: 'ltsv',
    title: 'Labelled tab-separated values (LTSV)',
    patterns: [],
    engine: 'ltsv',
    keys: { host: ['vhost', 'hostname'], component: ['app'] },
    parts: ['req', 'status'],
    samples: [
      {
        line: 'time:[01/May/2024:14:00:00 +0200]\thost:127.0.0.1\treq:GET /cart HTTP/1.1\tstatus:404\tua:curl',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        host: '127.0.0.1',
        content: 'GET /cart HTTP/1.1 404',
      },
    ],
  },
  {
    name: 'mysql-slow',
    title: 'MySQL slow query log',
    patterns: [],
    engine: 'mysql-slow',
    spansLines: true,
    keys: { time: ['Time', 'timestamp'], message: ['Query'] },
    samples: [
      {
        line: '# Time: 2021-01-26T23:45:57.678222Z\n# User@Host: root[root] @ localhost []  Id:     8\n# Query_time: 1.000123  Lock_time: 0.000100 Rows_sent: 1  Rows_examined: 0\nuse shop;\nSET timestamp=1611704757;\nselect *\nfrom cart;',
        time: '2021-01-26T23:45:57.678222Z',
        severity: 0,
        content: 'select *\nfrom cart;',
      },
    ],
  },
];
