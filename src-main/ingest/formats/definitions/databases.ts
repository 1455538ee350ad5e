import type { FormatDefinition } from '../format-definition.ts';

/** Databases, brokers and storage. */
export const DATABASE_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'postgres',
    title: 'PostgreSQL',
    patterns: [
      '{time:%F %T%f %Z} [{pid}] {?{database:name} ?}{level}: {message}',
      '{time:%F %T%f %Z} [{pid}] {context:any} {level}: {message}',
      '{time:%F %T%f} [{pid:int}] {level}: {message}',
      '{time:%F %T%f %Z} [{pid}]: {context:any} {level}: {message}',
      '{time:%F %T%f %Z}:{client:any}:{?{session:any}?}:[{pid:int}]:{level}: {message}',
      '{time:%F %T%f %Z}:{?{client:any}?}:{session:any}:[{pid:int}]:{level}: {message}',
    ],
    levels: { log: 9, statement: 9, detail: 9, hint: 9, context: 9, query: 9, location: 9 },
    samples: [
      {
        line: '2025-08-13 01:46:12.212 PDT [12389] ERROR:  relation "nonexistent_table" does not exist at character 15',
        time: '2025-08-13T08:46:12.212Z',
        severity: 17,
        content: 'relation "nonexistent_table" does not exist at character 15',
      },
      {
        line: '2025-08-16 13:02:58.095 CEST [885178] DETAIL:  Token "\'" is invalid.',
        time: '2025-08-16T11:02:58.095Z',
        severity: 9,
        content: 'Token "\'" is invalid.',
      },
    ],
  },
  {
    name: 'mysql-error',
    title: 'MySQL and MariaDB error log',
    patterns: [
      '{time:%+} {thread:int} [{level}] [{code:any}] [{component:any}] {message}',
      '{time:%+} {thread:int} [{level}] {message}',
    ],
    levels: { system: 9, note: 9 },
    samples: [
      {
        line: '2024-05-01T12:00:00.123456Z 0 [Warning] [MY-010068] [Server] CA certificate ca.pem is self signed.',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 13,
        component: 'Server',
        content: 'CA certificate ca.pem is self signed.',
      },
    ],
  },
  {
    name: 'mysql-general',
    title: 'MySQL general query log',
    patterns: ['{time:%+} {thread:int} {component:any}\\t{message}'],
    structural: ['/usr/sbin/mysqld, Version: ', 'Tcp port: ', 'Time                 Id Command '],
    samples: [
      {
        line: "2025-08-15T14:03:50.259438Z\t    9 Query\tset global log_output = 'FILE'",
        time: '2025-08-15T14:03:50.259438Z',
        severity: 0,
        component: 'Query',
        content: "set global log_output = 'FILE'",
      },
      {
        line: '2025-08-15T14:04:35.806005Z\t    9 Quit\t',
        time: '2025-08-15T14:04:35.806005Z',
        severity: 0,
        component: 'Quit',
        content: '',
      },
    ],
  },
  {
    name: 'redis',
    title: 'Redis',
    patterns: [
      '{pid:int}:{role:name} {time:%d %b %Y %T%f} {level:mark} {message}',
      '{pid:int}:{component:name} ({time:%s}) {message}',
      '[{pid:int}] {time:%d %b %T%f} {level:mark} {message}',
    ],
    levels: { '.': 5, '-': 9, '*': 10, '#': 13 },
    hasCommonLevels: false,
    samples: [
      {
        line: '1:M 25 Apr 2024 05:32:35.018 # Warning: no config file specified',
        time: '2024-04-25T05:32:35.018Z',
        severity: 13,
        content: 'Warning: no config file specified',
      },
      {
        line: '1:signal-handler (1714024483) Received SIGTERM scheduling shutdown...',
        time: '2024-04-25T05:54:43Z',
        severity: 0,
        component: 'signal-handler',
        content: 'Received SIGTERM scheduling shutdown...',
      },
    ],
  },
  {
    name: 'rabbitmq',
    title: 'RabbitMQ',
    patterns: ['{time:%+} [{level}] <{process:any}> {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00.123456+00:00 [info] <0.123.0> accepting AMQP connection <0.123.0>',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 9,
        content: 'accepting AMQP connection <0.123.0>',
      },
    ],
  },
  {
    name: 'mongodb-text',
    title: 'MongoDB (before 4.4)',
    patterns: [
      '{time:%+} {level:mark} {component} [{thread:any}] {message}',
      '{time:%+} {level:mark}{_:int} {component} [{thread:any}] {message}',
    ],
    levels: { d: 5, i: 9, w: 13, e: 17, f: 21 },
    hasCommonLevels: false,
    samples: [
      {
        line: '2018-03-15T12:00:00.123+0100 I NETWORK  [conn1] end connection 127.0.0.1:1234',
        time: '2018-03-15T11:00:00.123Z',
        severity: 9,
        component: 'NETWORK',
        content: 'end connection 127.0.0.1:1234',
      },
    ],
  },
  {
    name: 'clickhouse',
    title: 'ClickHouse',
    patterns: ['{time:%+} [ {thread:int} ] \\{{?{query_id:any}?}\\} <{level}> {component:any}: {message}'],
    levels: { test: 1 },
    samples: [
      {
        line: '2024.05.01 12:00:00.123456 [ 17 ] {a-b} <Error> TCPHandler: Code: 60. Table does not exist',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 17,
        component: 'TCPHandler',
        content: 'Code: 60. Table does not exist',
      },
    ],
  },
  {
    name: 'sqlserver',
    title: 'Microsoft SQL Server error log',
    patterns: [
      '{time:%F %T%f} spid{spid:name} {message}',
      '{time:%F %T%f} {message+}Logon ',
      '{time:%F %T%f} {message+}Server ',
    ],
    isLoose: true,
    samples: [
      {
        line: '2024-05-01 12:00:00.12 spid7s      Starting up database tempdb.',
        time: '2024-05-01T12:00:00.12Z',
        severity: 0,
        content: 'Starting up database tempdb.',
      },
    ],
  },
];
