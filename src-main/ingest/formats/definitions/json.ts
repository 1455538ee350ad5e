import type { FormatDefinition } from '../format-definition.ts';

const JSON_LINES = { patterns: [], engine: 'json' } as const;

/** JSON-lines formats told apart by the names of their fields; the first whose `requires` all occur wins. */
export const JSON_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'otlp-json',
    title: 'OpenTelemetry logs (OTLP JSON)',
    patterns: [],
    engine: 'otlp',
    requires: ['resourceLogs'],
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
  {
    ...JSON_LINES,
    name: 'rust-tracing',
    title: 'Rust tracing JSON',
    requires: ['timestamp', 'level', 'fields', 'target'],
    keys: { message: ['fields.message'], component: ['target'] },
    samples: [
      {
        line: '{"timestamp":"2025-10-28T19:15:10.821495Z","level":"TRACE","fields":{"message":"hello!","n":3},"target":"app::yak"}',
        time: '2025-10-28T19:15:10.821495Z',
        severity: 1,
        component: 'app::yak',
        content: 'hello!',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'gcp',
    title: 'Google Cloud LogEntry',
    requires: ['insertId', 'timestamp'],
    levels: { default: 0, notice: 10, alert: 19, emergency: 21 },
    keys: { message: ['textPayload', 'jsonPayload.message', 'protoPayload.methodName'], service: ['resource.type'] },
    samples: [
      {
        line: '{"insertId":"a1","timestamp":"2024-05-01T12:00:00.123456789Z","severity":"CRITICAL","textPayload":"disk full","resource":{"type":"gce_instance"}}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 18,
        service: 'gce_instance',
        content: 'disk full',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'pino',
    title: 'pino (Node.js)',
    requires: ['level', 'time', 'pid', 'hostname', 'msg'],
    levelScale: 'bunyan',
    keys: { service: ['name'] },
    samples: [
      {
        line: '{"level":50,"time":1714564800123,"pid":17,"hostname":"web1","name":"shop","msg":"cart is empty"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        service: 'shop',
        host: 'web1',
        content: 'cart is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'zap-json',
    title: 'zap JSON (Go)',
    requires: ['level', 'ts', 'msg'],
    samples: [
      {
        line: '{"level":"dpanic","ts":1714564800.123,"logger":"shop","caller":"a/b.go:1","msg":"cart is empty"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 18,
        component: 'shop',
        content: 'cart is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'sentinel-json',
    title: 'JSON lines (time, level, service, host, message)',
    requires: ['time', 'level', 'service', 'host', 'message'],
    samples: [
      {
        line: '{"time":"2024-05-01T12:00:00.123Z","level":"INFO","service":"pay","host":"web-1","message":"request 17 done","ms":12}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        service: 'pay',
        host: 'web-1',
        content: 'request 17 done',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'python-json',
    title: 'Python JSON logging',
    requires: ['asctime', 'levelname', 'message'],
    keys: { time: ['asctime'], component: ['name'] },
    samples: [
      {
        line: '{"asctime":"2024-05-01 12:00:00,123","name":"shop.cart","levelname":"WARNING","message":"empty"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'shop.cart',
        content: 'empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'structlog',
    title: 'structlog (Python)',
    requires: ['event', 'level', 'timestamp'],
    keys: { message: ['event'] },
    samples: [
      {
        line: '{"event":"cart is empty","level":"info","timestamp":"2024-05-01T12:00:00.123456Z","logger":"shop"}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 9,
        component: 'shop',
        content: 'cart is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'cloudtrail',
    title: 'AWS CloudTrail',
    requires: ['eventTime', 'eventSource', 'eventName'],
    keys: { time: ['eventTime'], service: ['eventSource'], message: ['eventName'] },
    samples: [
      {
        line: '{"eventTime":"2024-05-01T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"eu-1"}',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        service: 'iam.amazonaws.com',
        content: 'CreateUser',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'json-lines',
    title: 'JSON lines',
    requires: [],
    samples: [
      {
        line: '{"ts": "2013-09-06T22:00:59.124817Z", "@fields": { "lvl": "DEBUG5", "msg": "Details..."}}',
        time: '2013-09-06T22:00:59.124817Z',
        severity: 5,
        content: 'Details...',
      },
    ],
  },
];
