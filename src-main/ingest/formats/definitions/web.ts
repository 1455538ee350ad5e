import type { FormatDefinition } from '../format-definition.ts';

const CLF_TIME = '[{time:%d/%b/%Y:%T%f %z}]';
const STATUS = '{http.response.status_code:int} {bytes}';
const REQUEST = `{message+}"{http.request.method:name} {url.path} {_:quoted}" ${STATUS}`;
const ODD_REQUEST = `{message+}"{_:quoted}" ${STATUS}`;

/** Web servers, proxies and application servers. The content of an access line starts at its request. */
export const WEB_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'access-log',
    title: 'Web access log (common, combined, with virtual host)',
    patterns: [
      `{client.address} {ident} {user.name} ${CLF_TIME} ${REQUEST}`,
      `{client.address} {ident} {user.name} ${CLF_TIME} ${ODD_REQUEST}`,
      `{client.address} {ident} {user.name} ${CLF_TIME} {message}`,
      `{host:name}:{port:int} {client.address} {ident} {user.name} ${CLF_TIME} ${ODD_REQUEST}`,
      `{host} {client.address} {ident} {user.name} ${CLF_TIME} ${ODD_REQUEST}`,
    ],
    samples: [
      {
        line: '192.168.202.254 - - [20/Jul/2009:22:59:26 +0000] "GET /vmw/cgi/tramp HTTP/1.0" 200 134 "-" "gPXE/0.9.7"',
        time: '2009-07-20T22:59:26Z',
        severity: 0,
        content: '"GET /vmw/cgi/tramp HTTP/1.0" 200 134 "-" "gPXE/0.9.7"',
      },
      {
        line: 'shop.example.com:443 10.0.0.1 - bob [01/May/2024:14:00:00 +0200] "GET /a\\"b HTTP/1.1" 404 -',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        host: 'shop.example.com',
        content: '"GET /a\\"b HTTP/1.1" 404 -',
      },
    ],
  },
  {
    name: 'apache-error',
    title: 'Apache error log',
    patterns: [
      '[{time:%a %b %d %T%f %Y}] [{?{component:name}?}:{level:any}] {?[pid {pid:int}{?:tid {tid:int}?}] ?}{message+}{?[client {client.address:any}]?}',
      '[{time:%a %b %d %T%f %Y}] [{level}] {message+}{?[client {client.address:any}]?}',
    ],
    levels: { trace1: 1, trace2: 1, trace3: 1, trace4: 1, trace5: 1, trace6: 1, trace7: 1, trace8: 1 },
    samples: [
      {
        line: '[Sun Dec 04 04:47:44 2005] [error] mod_jk child workerEnv in error state 6',
        time: '2005-12-04T04:47:44Z',
        severity: 17,
        content: 'mod_jk child workerEnv in error state 6',
      },
      {
        line: '[Fri Dec 16 01:46:23.123456 2005] [core:warn] [pid 357:tid 432] [client 72.15.99.187:12] AH00135: bad method',
        time: '2005-12-16T01:46:23.123456Z',
        severity: 13,
        component: 'core',
        content: '[client 72.15.99.187:12] AH00135: bad method',
      },
    ],
  },
  {
    name: 'nginx-error',
    title: 'nginx error log',
    patterns: ['{time:%Y/%m/%d %T} [{level}] {pid:int}#{tid:int}: {?*{connection:int} ?}{message}'],
    samples: [
      {
        line: '2024/05/01 12:00:00 [error] 2909#0: *1 open() "/x" failed (2: No such file or directory)',
        time: '2024-05-01T12:00:00Z',
        severity: 17,
        content: 'open() "/x" failed (2: No such file or directory)',
      },
    ],
  },
  {
    name: 'uwsgi',
    title: 'uWSGI request log',
    patterns: [
      '[pid: {pid:int}|app: {app}|req: {request}] {client.address} ({user.name:any}) \\{{vars:any}\\} [{time:%a %b %d %T %Y}] {message}',
      '[pid: {pid:int}|app: {app}|req: {request}] {client.address} () \\{{vars:any}\\} [{time:%a %b %d %T %Y}] {message}',
    ],
    samples: [
      {
        line: '[pid: 88185|app: 0|req: 1/1] 127.0.0.1 () {38 vars in 696 bytes} [Sun Mar 13 22:49:12 2016] POST /x => generated 47 bytes',
        time: '2016-03-13T22:49:12Z',
        severity: 0,
        content: 'POST /x => generated 47 bytes',
      },
    ],
  },
  {
    name: 'squid',
    title: 'Squid access log',
    patterns: [
      '{time:%s} {duration_ms:int} {client.address} {message+}{result:name}/{http.response.status_code:int} {bytes:int} {http.request.method:name} ',
    ],
    samples: [
      {
        line: '1286536308.779    180 192.168.0.224 TCP_MISS/200 411 GET http://example.com/ - DIRECT/1.2.3.4 text/html',
        time: '2010-10-08T11:11:48.779Z',
        severity: 0,
        content: 'TCP_MISS/200 411 GET http://example.com/ - DIRECT/1.2.3.4 text/html',
      },
    ],
  },
  {
    name: 'aws-elb',
    title: 'AWS load balancer access log',
    patterns: [
      '{scheme:name} {time:%+} {component} {client.address} {target} {message}',
      '{time:%+} {component:name} {client.address:name}:{client.port:int} {target} {message}',
    ],
    isLoose: true,
    samples: [
      {
        line: 'https 2018-07-02T22:23:00.186641Z app/balancer/50dc 192.168.131.39:2817 10.0.0.1:80 0.086 0.048 200 "GET /"',
        time: '2018-07-02T22:23:00.186641Z',
        severity: 0,
        component: 'app/balancer/50dc',
        content: '0.086 0.048 200 "GET /"',
      },
    ],
  },
  {
    name: 'aws-s3',
    title: 'AWS S3 server access log',
    patterns: [`{owner:name} {component:name} ${CLF_TIME} {client.address} {requester} {request_id} {message}`],
    samples: [
      {
        line: '79a59df900b949e5 bucket [06/Feb/2019:00:00:38 +0000] 192.0.2.3 79a59df9 3E57427F REST.GET.OBJECT key 200',
        time: '2019-02-06T00:00:38Z',
        severity: 0,
        component: 'bucket',
        content: 'REST.GET.OBJECT key 200',
      },
    ],
  },
  {
    name: 'envoy-access',
    title: 'Envoy access log',
    patterns: ['[{time:%+}] {message+}"{request:quoted}" {http.response.status_code:int} '],
    samples: [
      {
        line: '[2024-05-01T12:00:00.123Z] "GET /a HTTP/1.1" 503 UF 0 91 1000 - "-" "curl"',
        time: '2024-05-01T12:00:00.123Z',
        severity: 0,
        content: '"GET /a HTTP/1.1" 503 UF 0 91 1000 - "-" "curl"',
      },
    ],
  },
  {
    name: 'envoy',
    title: 'Envoy application log',
    patterns: ['[{time:%+}][{tid:int}][{level}][{component:any}] {?[{source:any}] ?}{message}'],
    samples: [
      {
        line: '[2024-05-01 12:00:00.123][17][warning][config] [source/common/x.cc:12] gRPC config stream closed',
        time: '2024-05-01T12:00:00.123Z',
        severity: 13,
        component: 'config',
        content: 'gRPC config stream closed',
      },
    ],
  },
  {
    name: 'rails',
    title: 'Ruby logger and Rails',
    patterns: ['{_:name}, [{time:%+} #{pid:int}] {level} -- {?{component:name}?}: {message}'],
    samples: [
      {
        line: 'I, [2024-05-01T12:00:00.123456 #1234]  INFO -- : Started GET "/" for 127.0.0.1',
        time: '2024-05-01T12:00:00.123456Z',
        severity: 9,
        content: 'Started GET "/" for 127.0.0.1',
      },
    ],
  },
  {
    name: 'monolog',
    title: 'Monolog and Laravel',
    patterns: ['[{time:%+}] {service}.{level}: {message}'],
    samples: [
      {
        line: '[2025-01-02 11:19:06] laravel.EMERGENCY: Unable to create configured logger. {"exception":"x"}',
        time: '2025-01-02T11:19:06Z',
        severity: 21,
        service: 'laravel',
        content: 'Unable to create configured logger. {"exception":"x"}',
      },
    ],
  },
];
