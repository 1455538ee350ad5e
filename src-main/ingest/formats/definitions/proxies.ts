import type { FormatDefinition } from '../format-definition.ts';

const STATUS = '{http.response.status_code:int}';
const HTTP_END = `{message+}{frontend} {backend} {timers} ${STATUS} {bytes} {_} {_} {termination:name} {connections} {queues} `;
const ACCEPTED = '[{accepted:any}]';

/** Proxies and load balancers. Times of HAProxy lines are those of the syslog header, or the accept time without one. */
export const PROXY_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'haproxy',
    title: 'HAProxy',
    patterns: [
      `{time:%b %d %T} {host:name} {component:name}[{pid:int}]: {client.address} ${ACCEPTED} ${HTTP_END}`,
      `{time:%+} {host:name} {component:name}[{pid:int}]: {client.address} ${ACCEPTED} ${HTTP_END}`,
      `{time:%b %d %T} {host:name} {component:name}[{pid:int}]: {client.address} ${ACCEPTED} {message}`,
      `{time:%+} {host:name} {component:name}[{pid:int}]: {client.address} ${ACCEPTED} {message}`,
      `{client.address:name}:{client.port:int} [{time:%d/%b/%Y:%T%f}] ${HTTP_END}`,
    ],
    samples: [
      {
        line: 'Feb  6 12:14:14 localhost haproxy[14389]: 10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"',
        time: '2024-02-06T12:14:14Z',
        severity: 0,
        host: 'localhost',
        component: 'haproxy',
        content:
          'http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"',
      },
      {
        line: 'Feb  6 12:12:09 localhost haproxy[14385]: 10.0.1.2:33313 [06/Feb/2009:12:12:09.655] fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0',
        time: '2024-02-06T12:12:09Z',
        severity: 0,
        host: 'localhost',
        component: 'haproxy',
        content: 'fnt bck/srv1 0/0/5007 212 -- 0/0/0/0/3 0/0',
      },
    ],
  },
  {
    name: 'traefik-access',
    title: 'Traefik access log (common)',
    patterns: [
      `{client.address} {ident} {user.name} [{time:%d/%b/%Y:%T %z}] {message+}"{http.request.method:name} {url.path} {_:quoted}" ${STATUS} {bytes} "{referrer:quoted}" "{user_agent.original:quoted}" {requests:int} "{router:quoted}" "{server:quoted}" {duration_ms:int}ms`,
    ],
    samples: [
      {
        line: '10.0.0.1 - - [01/May/2024:12:00:00 +0000] "GET /cart HTTP/1.1" 502 11 "-" "curl/8.5" 17 "shop@docker" "http://10.0.0.2:80" 3ms',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        content: '"GET /cart HTTP/1.1" 502 11 "-" "curl/8.5" 17 "shop@docker" "http://10.0.0.2:80" 3ms',
      },
    ],
  },
  {
    name: 'aws-nlb',
    title: 'AWS network load balancer (TLS) access log',
    patterns: ['tls {version} {time:%+} {component} {listener} {client.address} {target} {message}'],
    samples: [
      {
        line: 'tls 2.0 2024-05-01T12:00:00 net/shop-nlb/c6e77e28c25b2234 g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 - - ECDHE',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        component: 'net/shop-nlb/c6e77e28c25b2234',
        content: '5 2 98 246 - - ECDHE',
      },
    ],
  },
  {
    name: 'iis-native',
    title: 'IIS log (own format, before W3C)',
    patterns: [],
    engine: 'csv',
    separator: ',',
    leastCells: 15,
    columns: [
      'client.address',
      'user.name',
      'date',
      'time',
      'site',
      'computer',
      'server.address',
      'duration_ms',
      'bytes_received',
      'bytes_sent',
      'http.response.status_code',
      'windows_status',
      'http.request.method',
      'url.path',
      'url.query',
    ],
    samples: [
      {
        line: '192.168.114.201, -, 03/20/01, 7:55:20, W3SVC2, SALES1, 172.21.13.45, 4502, 163, 3223, 200, 0, GET, /DeptLogo.gif, -,',
        time: '2001-03-20T07:55:20Z',
        severity: 0,
        host: 'SALES1',
        content:
          'client.address=192.168.114.201 user.name=- site=W3SVC2 server.address=172.21.13.45 duration_ms=4502 bytes_received=163 bytes_sent=3223 http.response.status_code=200 windows_status=0 http.request.method=GET url.path=/DeptLogo.gif url.query=-',
      },
    ],
  },
  {
    name: 'lighttpd-error',
    title: 'lighttpd error log',
    patterns: ['{time:%F %T}: ({component:any}) {message}'],
    samples: [
      {
        line: '2024-05-01 12:00:00: (server.c.1551) server started (lighttpd/1.4.69)',
        time: '2024-05-01T12:00:00Z',
        severity: 0,
        component: 'server.c.1551',
        content: 'server started (lighttpd/1.4.69)',
      },
    ],
  },
  {
    name: 'squid-cache',
    title: 'Squid cache log',
    patterns: ['{time:%Y/%m/%d %T} kid{kid:int}| {level}: {message}', '{time:%Y/%m/%d %T} kid{kid:int}| {message}'],
    samples: [
      {
        line: '2024/05/01 12:00:00 kid1| WARNING: disk-cache maximum object size is unlimited',
        time: '2024-05-01T12:00:00Z',
        severity: 13,
        content: 'disk-cache maximum object size is unlimited',
      },
    ],
  },
];
