import type { FormatDefinition } from '../format-definition.ts';
import { JSON_APPLICATION_FORMATS } from './json-applications.ts';
import { JSON_CLOUD_FORMATS } from './json-cloud.ts';
import { JSON_EXPORT_FORMATS } from './json-exports.ts';
import { JSON_LIBRARY_FORMATS } from './json-libraries.ts';

const JSON_LINES = { patterns: [], engine: 'json' } as const;

/** JSON-lines formats told apart by the names of their fields; the first whose `requires` all occur wins. */
export const JSON_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'otlp-json',
    title: 'OpenTelemetry logs (OTLP JSON)',
    patterns: [],
    engine: 'otlp',
    document: 'resourceLogs',
    samples: [
      {
        line: '{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"pay"}}]},"scopeLogs":[{"scope":{"name":"com.x"},"logRecords":[{"timeUnixNano":"1700000003000000001","severityNumber":17,"severityText":"ERROR","body":{"stringValue":"no connection"}}]}]}]}',
        time: '2023-11-14T22:13:23.000000001Z',
        severity: 17,
        service: 'pay',
        component: 'com.x',
        content: 'no connection',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'docker-json',
    title: 'Docker json-file',
    requires: ['log', 'stream', 'time'],
    isEnvelope: true,
    samples: [
      {
        line: '{"log":"hello \\u0007 \\"you\\"\\n","stream":"stdout","time":"2024-05-01T12:00:00.123456789Z"}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 0,
        content: 'hello \u0007 "you"',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'journald-json',
    title: 'systemd journal (journalctl -o json)',
    requires: ['__REALTIME_TIMESTAMP'],
    levelScale: 'syslog',
    keys: { time: ['__REALTIME_TIMESTAMP'], component: ['SYSLOG_IDENTIFIER', '_COMM'], service: ['_SYSTEMD_UNIT'] },
    samples: [
      {
        line: '{"__REALTIME_TIMESTAMP":"1714564800123456","PRIORITY":"3","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sshd","_SYSTEMD_UNIT":"ssh.service","MESSAGE":"fatal: no key"}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 17,
        host: 'web1',
        service: 'ssh.service',
        component: 'sshd',
        content: 'fatal: no key',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'bunyan',
    title: 'Bunyan (Node.js)',
    requires: ['v', 'name', 'hostname', 'level', 'time', 'msg'],
    levelScale: 'bunyan',
    keys: { service: ['name'] },
    samples: [
      {
        line: '{"name":"renovate","hostname":"r-1","pid":7,"level":30,"msg":"Found 3 package file(s)","time":"2023-03-24T14:26:16.243Z","v":0}',
        time: '2023-03-24T14:26:16.243Z',
        severity: 9,
        service: 'renovate',
        host: 'r-1',
        content: 'Found 3 package file(s)',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'caddy',
    title: 'Caddy',
    requires: ['level', 'ts', 'logger', 'msg', 'request'],
    samples: [
      {
        line: '{"level":"info","ts":1716723772.601,"logger":"http.log.access","msg":"handled request","request":{"host":"a"},"status":200}',
        time: '2024-05-26T11:42:52.601Z',
        severity: 9,
        component: 'http.log.access',
        content: 'handled request',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'mongodb-json',
    title: 'MongoDB (4.4 and later)',
    requires: ['t', 's', 'c', 'msg'],
    levels: { d: 5, d1: 5, d2: 5, d3: 5, d4: 5, d5: 5, i: 9, w: 13, e: 17, f: 21 },
    keys: { time: ['t.$date'], level: ['s'], component: ['c'] },
    samples: [
      {
        line: '{"t":{"$date":"2024-05-01T12:00:00.123+00:00"},"s":"W","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'NETWORK',
        content: 'Connection accepted',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'clef',
    title: 'Serilog compact (CLEF)',
    requires: ['@t'],
    samples: [
      {
        line: '{"@t":"2024-05-01T12:00:00.1234567Z","@mt":"Hello {User}","@l":"Warning","User":"bob","SourceContext":"Shop.Cart"}',
        time: '2024-05-01T12:00:00.1234567Z',
        severity: 13,
        component: 'Shop.Cart',
        content: 'Hello {User}',
      },
    ],
    defaultSeverity: 9,
  },
  {
    ...JSON_LINES,
    name: 'gelf',
    title: 'Graylog (GELF)',
    requires: ['version', 'short_message', 'host'],
    levelScale: 'syslog',
    samples: [
      {
        line: '{"version":"1.1","host":"web1","short_message":"out of memory","timestamp":1714564800.5,"level":2,"_app":"shop"}',
        time: '2024-05-01T12:00:00.5Z',
        severity: 18,
        host: 'web1',
        content: 'out of memory',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'ecs',
    title: 'Elastic Common Schema',
    requires: ['@timestamp', 'ecs.version'],
    keys: { level: ['log.level'], component: ['log.logger'] },
    samples: [
      {
        line: '{"@timestamp":"2025-01-13T09:58:13.633Z","log.level":"warning","message":"low","ecs.version":"1.6.0","log":{"logger":"app"}}',
        time: '2025-01-13T09:58:13.633Z',
        severity: 13,
        component: 'app',
        content: 'low',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'logstash-json',
    title: 'Logstash JSON',
    requires: ['@timestamp', '@version'],
    samples: [
      {
        line: '{"@timestamp":"2024-05-01T12:00:00.123Z","@version":"1","level":"ERROR","logger_name":"c.e.Cart","message":"empty"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        component: 'c.e.Cart',
        content: 'empty',
      },
    ],
  },
  ...JSON_EXPORT_FORMATS,
  ...JSON_CLOUD_FORMATS,
  ...JSON_LIBRARY_FORMATS,
  ...JSON_APPLICATION_FORMATS,
];
