import type { FormatDefinition } from '../format-definition.ts';

const JSON_LINES = { patterns: [], engine: 'json' } as const;

/** JSON of cloud services, proxies and security tools; where a record has no message, its telling fields are joined. */
export const JSON_CLOUD_FORMATS: readonly FormatDefinition[] = [
  {
    ...JSON_LINES,
    name: 'cloudflare',
    title: 'Cloudflare (Logpush HTTP requests)',
    requires: ['EdgeStartTimestamp', 'ClientRequestMethod'],
    keys: { time: ['EdgeStartTimestamp'], host: ['ClientRequestHost'] },
    parts: ['ClientRequestMethod', 'ClientRequestURI', 'EdgeResponseStatus'],
    samples: [
      {
        line: '{"ClientIP":"10.0.0.1","ClientRequestHost":"shop.example.com","ClientRequestMethod":"GET","ClientRequestURI":"/cart","EdgeResponseStatus":502,"EdgeStartTimestamp":"2024-05-01T12:00:00Z"}',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        host: 'shop.example.com',
        content: 'GET /cart 502',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'traefik-json',
    title: 'Traefik access log (JSON)',
    requires: ['RequestMethod', 'RequestPath', 'DownstreamStatus'],
    keys: { time: ['StartUTC', 'time'], service: ['ServiceName'], component: ['RouterName'], host: ['RequestHost'] },
    parts: ['RequestMethod', 'RequestPath', 'DownstreamStatus'],
    samples: [
      {
        line: '{"ClientAddr":"10.0.0.1:55","DownstreamStatus":502,"RequestMethod":"GET","RequestPath":"/cart","RequestHost":"shop","RouterName":"r@docker","ServiceName":"shop@docker","StartUTC":"2024-05-01T12:00:00.123456789Z","level":"info","msg":"","time":"2024-05-01T12:00:00Z"}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 9,
        service: 'shop@docker',
        host: 'shop',
        component: 'r@docker',
        content: 'GET /cart 502',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'envoy-json',
    title: 'Envoy and Istio access log (JSON)',
    requires: ['start_time', 'method', 'path', 'response_code'],
    keys: { time: ['start_time'], service: ['upstream_cluster'], host: ['authority'] },
    parts: ['method', 'path', 'response_code', 'response_flags'],
    samples: [
      {
        line: '{"start_time":"2024-05-01T12:00:00.123Z","method":"GET","path":"/cart","response_code":503,"response_flags":"UF","authority":"shop","upstream_cluster":"outbound|80||shop"}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 0,
        service: 'outbound|80||shop',
        host: 'shop',
        content: 'GET /cart 503 UF',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'kubernetes-audit',
    title: 'Kubernetes audit log',
    requires: ['auditID', 'verb', 'requestURI'],
    keys: {
      time: ['requestReceivedTimestamp', 'stageTimestamp'],
      level: ['responseStatus.level'],
      component: ['stage'],
    },
    parts: ['verb', 'requestURI', 'responseStatus.code'],
    samples: [
      {
        line: '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"a1","stage":"ResponseComplete","requestURI":"/api/v1/pods","verb":"list","responseStatus":{"code":403},"requestReceivedTimestamp":"2024-05-01T12:00:00.123456Z","stageTimestamp":"2024-05-01T12:00:00.124456Z"}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        component: 'ResponseComplete',
        content: 'list /api/v1/pods 403',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'azure-activity',
    title: 'Azure Monitor (activity and resource logs)',
    requires: ['time', 'resourceId', 'operationName'],
    keys: { message: ['properties.message', 'resultDescription', 'operationName'], component: ['category'] },
    levels: { informational: 9 },
    samples: [
      {
        line: '{"records":[{"time":"2024-05-01T12:00:00.123Z","resourceId":"/SUBSCRIPTIONS/1","operationName":"MICROSOFT.COMPUTE/VM/START","category":"Administrative","level":"Error"}]}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 17,
        component: 'Administrative',
        content: 'MICROSOFT.COMPUTE/VM/START',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'aws-waf',
    title: 'AWS WAF',
    requires: ['webaclId', 'action', 'httpRequest'],
    parts: ['action', 'httpRequest.httpMethod', 'httpRequest.uri'],
    keys: { service: ['httpSourceId'], component: ['terminatingRuleId'] },
    samples: [
      {
        line: '{"timestamp":1714564800123,"formatVersion":1,"webaclId":"arn:aws:wafv2:1","terminatingRuleId":"Default_Action","action":"BLOCK","httpSourceId":"alb-1","httpRequest":{"clientIp":"10.0.0.1","httpMethod":"GET","uri":"/cart"}}',
        time: '2024-05-01T12:00:00.123Z',
        severity: 0,
        service: 'alb-1',
        component: 'Default_Action',
        content: 'BLOCK GET /cart',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'suricata-eve',
    title: 'Suricata (eve.json)',
    requires: ['timestamp', 'event_type', 'src_ip'],
    keys: { component: ['event_type'] },
    parts: ['alert.signature', 'http.hostname', 'http.url', 'dns.rrname', 'proto', 'app_proto'],
    samples: [
      {
        line: '{"timestamp":"2024-05-01T14:00:00.123456+0200","event_type":"alert","src_ip":"10.0.0.1","proto":"TCP","alert":{"signature":"ET SCAN mySQL","severity":2}}',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 0,
        component: 'alert',
        content: 'ET SCAN mySQL TCP',
      },
    ],
  },
  {
    ...JSON_LINES,
    name: 'falco',
    title: 'Falco',
    requires: ['output', 'priority', 'rule', 'time'],
    keys: { message: ['output'], level: ['priority'], component: ['rule'] },
    samples: [
      {
        line: '{"output":"A shell was spawned in a container","priority":"Notice","rule":"Terminal shell in container","time":"2024-05-01T12:00:00.123456789Z","hostname":"node-1"}',
        time: '2024-05-01T12:00:00.123456789Z',
        severity: 10,
        host: 'node-1',
        component: 'Terminal shell in container',
        content: 'A shell was spawned in a container',
      },
    ],
  },
];
