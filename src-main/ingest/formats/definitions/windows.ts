import type { FormatDefinition } from '../format-definition.ts';

/** Event logs of Windows as text and XML, and what .NET writes to a console. */
export const WINDOWS_FORMATS: readonly FormatDefinition[] = [
  {
    name: 'windows-event-xml',
    title: 'Windows event log (XML)',
    patterns: [],
    engine: 'xml',
    spansLines: true,
    elements: ['Event'],
    levelScale: 'windows',
    keys: {
      time: ['System.TimeCreated.SystemTime'],
      level: ['System.Level'],
      message: ['RenderingInfo.Message'],
      service: ['System.Channel'],
      host: ['System.Computer'],
      component: ['System.Provider.Name'],
    },
    parts: ['System.EventID', 'EventData.*', 'UserData.*'],
    samples: [
      {
        line: "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Service Control Manager' Guid='{555908d1}'/><EventID Qualifiers='16384'>7036</EventID><Level>4</Level><TimeCreated SystemTime='2024-05-01T12:00:00.123456700Z'/><Channel>System</Channel><Computer>web1</Computer></System><EventData><Data Name='param1'>Windows Update</Data><Data Name='param2'>stopped</Data></EventData></Event>",
        time: '2024-05-01T12:00:00.1234567Z',
        severity: 9,
        service: 'System',
        host: 'web1',
        component: 'Service Control Manager',
        content: '7036 param1="Windows Update" param2=stopped',
      },
      {
        line: '<Event>\n  <System>\n    <Provider Name="app"/>\n    <EventID>1</EventID>\n    <Level>2</Level>\n    <TimeCreated SystemTime="2024-05-01T12:00:00Z"/>\n  </System>\n  <RenderingInfo Culture="en-US">\n    <Message>A &lt;b&gt; failed &amp; stopped.</Message>\n  </RenderingInfo>\n</Event>',
        time: '2024-05-01T12:00:00Z',
        severity: 17,
        component: 'app',
        content: 'A <b> failed & stopped.',
      },
    ],
  },
  {
    name: 'windows-event-text',
    title: 'Windows event log (wevtutil text)',
    patterns: [],
    engine: 'keyed',
    spansLines: true,
    record: { starts: ['Event['], separator: ':', ends: 'start', hasBinary: false },
    keys: {
      time: ['Date'],
      level: ['Level'],
      message: ['Description'],
      service: ['Log Name'],
      host: ['Computer'],
      component: ['Source'],
    },
    samples: [
      {
        line: 'Event[0]\n  Log Name: System\n  Source: Service Control Manager\n  Date: 2024-05-01T12:00:00.1230000Z\n  Event ID: 7036\n  Level: Information\n  Computer: web1\n  Description: \nThe Windows Update service entered the stopped state.\n',
        time: '2024-05-01T12:00:00.123Z',
        severity: 9,
        service: 'System',
        host: 'web1',
        component: 'Service Control Manager',
        content: 'The Windows Update service entered the stopped state.',
      },
    ],
  },
  {
    name: 'dotnet-console',
    title: '.NET console logger',
    patterns: [
      '{level}: {component:any}[{event_id:int}]\\n {message}',
      '{time:%+} {level}: {component:any}[{event_id:int}]\\n {message}',
      '[{time:%+}] {level}: {component:any}[{event_id:int}]\\n {message}',
    ],
    headerLines: 2,
    levels: { trce: 1, dbug: 5, fail: 17 },
    samples: [
      {
        line: 'fail: Shop.Cart.Checkout[17]\n      Cart 17 is empty',
        time: null,
        severity: 17,
        component: 'Shop.Cart.Checkout',
        content: 'Cart 17 is empty',
      },
    ],
  },
];
