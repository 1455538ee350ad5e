import type { FormatDefinition } from '../format-definition.ts';

const JSON_LINES = { patterns: [], engine: 'json' } as const;

/** What log stores give out: searches, dumps, API answers. */
export const JSON_EXPORT_FORMATS: readonly FormatDefinition[] = [
  {
    ...JSON_LINES,
    name: 'loki',
    title: 'Loki (query or push JSON)',
    isTuple: true,
    isEnvelope: true,
    keys: { service: ['service_name', 'app', 'job', 'container'], host: ['pod', 'host', 'instance'] },
    samples: [
      {
        line: '{"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"pay","pod":"pay-1"},"values":[["1714564800123456789","cart 17 is empty"]]}]}}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 0,
        service: 'pay',
        host: 'pay-1',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'logcli',
    title: 'Loki (logcli -o jsonl)',
    requires: ['labels', 'line', 'timestamp'],
    isEnvelope: true,
    keys: { message: ['line'], service: ['labels.app', 'labels.job'] },
    samples: [
      {
        line: '{"labels":{"app":"pay"},"line":"cart 17 is empty","timestamp":"2024-05-01T12:00:00.123456789Z"}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 0,
        service: 'pay',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'elastic-hits',
    title: 'Elasticsearch hits and elasticdump',
    requires: ['_index', '_source'],
    keys: {
      time: ['_source.@timestamp', '_source.timestamp'],
      level: ['_source.log.level', '_source.level'],
      message: ['_source.message'],
      service: ['_source.service.name', '_source.service'],
      host: ['_source.host.name', '_source.host'],
      component: ['_source.log.logger', '_source.logger'],
    },
    samples: [
      {
        line: '{"_index":"logs-1","_id":"a","_source":{"@timestamp":"2024-05-01T12:00:00.123Z","level":"ERROR","message":"cart 17 is empty","host":{"name":"web1"}}}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        host: 'web1',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'splunk-json',
    title: 'Splunk search results (JSON)',
    requires: ['result._raw', 'result._time'],
    keys: {
      time: ['result._time'],
      message: ['result._raw'],
      host: ['result.host'],
      component: ['result.sourcetype'],
      service: ['result.index'],
    },
    samples: [
      {
        line: '{"preview":false,"offset":0,"result":{"_raw":"cart 17 is empty","_time":"2024-05-01 14:00:00.123 CEST","host":"web1","sourcetype":"shop"}}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 0,
        host: 'web1',
        component: 'shop',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'splunk-hec',
    title: 'Splunk HTTP event collector',
    requires: ['event', 'time', 'sourcetype'],
    keys: {
      time: ['time'],
      message: ['event', 'event.message'],
      level: ['event.severity', 'event.level'],
      component: ['sourcetype'],
    },
    samples: [
      {
        line: '{"time":1714564800.123,"host":"web1","source":"shop.log","sourcetype":"shop","event":{"message":"cart 17 is empty","severity":"WARN"}}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        host: 'web1',
        component: 'shop',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'datadog',
    title: 'Datadog logs (API JSON)',
    requires: ['attributes.timestamp', 'attributes.message'],
    keys: {
      time: ['attributes.timestamp'],
      level: ['attributes.status'],
      message: ['attributes.message'],
      service: ['attributes.service'],
      host: ['attributes.host'],
    },
    levels: { ok: 9 },
    samples: [
      {
        line: '{"data":[{"id":"A","type":"log","attributes":{"timestamp":"2024-05-01T12:00:00.123Z","status":"error","service":"pay","host":"web1","message":"cart 17 is empty"}}],"meta":{}}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        service: 'pay',
        host: 'web1',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'cloudwatch-subscription',
    title: 'CloudWatch Logs (subscription, logEvents)',
    document: 'logEvents',
    isEnvelope: true,
    keys: { service: ['logGroup'], host: ['logStream'] },
    samples: [
      {
        line: '{"messageType":"DATA_MESSAGE","logGroup":"/aws/lambda/pay","logStream":"s1","logEvents":[{"id":"1","timestamp":1714564800123,"message":"cart 17 is empty"}]}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 0,
        service: '/aws/lambda/pay',
        host: 's1',
        content: 'cart 17 is empty',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'cloudwatch-api',
    title: 'CloudWatch Logs (API)',
    requires: ['timestamp', 'message', 'ingestionTime'],
    isEnvelope: true,
    keys: { host: ['logStreamName'] },
    samples: [
      {
        line: '{"events":[{"logStreamName":"s1","timestamp":1714564800123,"message":"cart 17 is empty","ingestionTime":1714564801000}],"nextToken":"x"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 0,
        host: 's1',
        content: 'cart 17 is empty',
      },
    ],
  },
];
