import type { FormatDefinition } from '../format-definition.ts';
import { SYSLOG_NUMBERS } from '../severity-words.ts';

const TAG = '{component}{?[{pid:int}]?}{? ({address:any})?}: {message}';

export const SYSLOG_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'syslog-rfc3164',
    title: 'BSD syslog (RFC 3164)',
    patterns: [
      `{?<{pri}>?}{time:%b %d %T%f} {host:name} ${TAG}`,
      '{?<{pri}>?}{time:%b %d %T%f} {host:name} {component:any}[{pid:int}]{? ({address:any})?}: {message}',
      '{?<{pri}>?}{time:%b %d %T%f} {component:name}{?[{pid:int}]?}: {message}',
      '{?<{pri}>?}{time:%b %d %T%f} {message+}--- last message repeated ',
      `{?<{pri}>?}{time:%b %d %T%f} {host} ${TAG}`,
      `{?<{pri}>?}{time:%b %d %Y %T%f} {host:name} ${TAG}`,
      '{?<{pri}>?}{time:%b %d %T%f} {host:name} {message}',
    ],
    samples: [
      {
        line: 'Nov  3 09:23:38 veridian automount[7998]: lookup(file): lookup for foobar failed',
        time: '2024-11-03T09:23:38Z',
        severity: 0,
        host: 'veridian',
        component: 'automount',
        content: 'lookup(file): lookup for foobar failed',
      },
      {
        line: "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
        time: '2024-10-11T22:14:15Z',
        severity: 18,
        host: 'mymachine',
        component: 'su',
        content: "'su root' failed for lonvick on /dev/pts/8",
      },
      {
        line: 'Jul  5 10:01:02 mac Google Chrome He[431] (com.apple.x): Path not allowed',
        time: '2024-07-05T10:01:02Z',
        severity: 0,
        host: 'mac',
        component: 'Google Chrome He',
        content: 'Path not allowed',
      },
      {
        line: 'Mar 24 14:26:01 --- last message repeated 2 times ---',
        time: '2024-03-24T14:26:01Z',
        severity: 0,
        content: '--- last message repeated 2 times ---',
      },
    ],
  },
  {
    name: 'syslog-rfc5424',
    title: 'IETF syslog (RFC 5424)',
    patterns: [
      '<{pri}>{_:int} {time:%+} {host} {service} {pid} {component} {sd} {message}',
      '{time:%+} {host:name} {service:name} {pid:int} {component:name} {sd} {message}',
      '{_:int} <{pri}>{_:int} {time:%+} {host} {service} {pid} {component} {sd} {message}',
      '<{pri}>{_:int} - {host} {service} {pid} {component} {sd} {message}',
    ],
    samples: [
      {
        line: '<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - [ex@32473 a="1 \\] 2"] %% It\'s time.',
        time: '2003-08-24T12:14:15.000003Z',
        severity: 10,
        host: '192.0.2.1',
        service: 'myproc',
        content: "%% It's time.",
      },
      {
        line: '2022-08-27T14:22:01.888Z space01 NSX 4828 SWITCHING [abc@6876 comp="edge" level="INFO"] dynamic arp entry',
        time: '2022-08-27T14:22:01.888Z',
        severity: 9,
        host: 'space01',
        service: 'NSX',
        component: 'SWITCHING',
        content: 'dynamic arp entry',
      },
    ],
  },
  {
    name: 'syslog-iso',
    title: 'syslog with ISO time (rsyslog, journalctl -o short-iso)',
    patterns: [
      '{?<{pri}>?}{time:%+} {host:name} {component:any}[{pid:int}]{? ({address:any})?}: {message}',
      '{?<{pri}>?}{time:%+} {host:name} {component:name}: {message}',
      '{?<{pri}>?}{time:%+} {component:name}[{pid:int}]: {message}',
    ],
    isLoose: true,
    samples: [
      {
        line: '2024-05-01T12:00:00.123456+02:00 web1 sshd[24200]: Invalid user webmaster from 173.234.31.186',
        time: '2024-05-01T10:00:00.123456Z',
        severity: 0,
        host: 'web1',
        component: 'sshd',
        content: 'Invalid user webmaster from 173.234.31.186',
      },
    ],
  },
  {
    name: 'cisco-ios',
    title: 'Cisco IOS',
    levels: SYSLOG_NUMBERS,
    patterns: ['%{component:any}-{level}-{mnemonic:name}: {message}', '%{component}: {message}'].map(
      (rest) => `{?{sequence:int}: ?}{?*?}{time:%b %d %T%f}{? {zone:name}?}: ${rest}`,
    ),
    samples: [
      {
        line: '000019: *Mar  1 18:46:11.123: %SYS-5-CONFIG_I: Configured from console by vty2 (10.34.195.36)',
        time: '2024-03-01T18:46:11.123Z',
        severity: 10,
        component: 'SYS',
        content: 'Configured from console by vty2 (10.34.195.36)',
      },
    ],
  },
];
