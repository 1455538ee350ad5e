import { Command, Option } from 'commander';
import { ANOMALY_KINDS } from '#shared/domain/anomaly-kind.ts';
import { addModelCommands } from './model-commands.ts';
import {
  addIngestOptions,
  type AddCommand,
  addTimeOptions,
  addUnitOptions,
  type LoadCommand,
  thresholdOption,
} from './shared-options.ts';
import { parseBytes, parseList, parseListOf, parseOneOf, parsePositive, parseWholeNumber } from './value-parsers.ts';

const MAX_SEED = 0xffffffff;

export interface ProgramOptions {
  readonly version: string;
  /** Called with the command that was named, once its options are parsed. */
  readonly run: (command: Command, operands: readonly string[], load: LoadCommand) => Promise<void>;
}

/** Every command with its options; commander throws instead of ending the process. */
export function createProgram(options: ProgramOptions): Command {
  const program = new Command('log-sentinel')
    .description('Opens a log dump offline and says what is wrong and why, over every line.')
    .version(options.version, '-V, --version')
    .option('--case <dir>', 'case folder; default: a new case under the home folder')
    .option('--home <dir>', 'settings, recent cases and new cases live here')
    .option('--threads <n>', 'worker threads', parseWholeNumber(1, 64))
    .option('--memory <size>', 'ceiling for the whole process tree, for example 1G', parseBytes)
    .option('--seed <n>', 'seed of everything random', parseWholeNumber(0, MAX_SEED))
    .option('--config <file.yaml>', 'options from a file; LOG_SENTINEL_* variables and options win')
    .option('--json', 'one JSON document on standard output')
    .option('--quiet', 'no progress, no notes')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(log-sentinel --help lists every command)')
    .addHelpText('after', '\nExample:\n  log-sentinel analyze /var/log/app --json > analysis.json')
    .exitOverride();
  const add = (usage: string, description: string, example: string, load: LoadCommand): Command => {
    const command = program
      .command(usage)
      .description(description)
      .configureHelp({ showGlobalOptions: true })
      .addHelpText('after', `\nExample:\n  ${example}`)
      .exitOverride();
    command.action(async () => options.run(command, command.args, load));
    return command;
  };
  addReading(add);
  addModelCommands(add);
  addTables(add);
  addCaseCommands(add);
  return program;
}

function addReading(add: AddCommand): void {
  const analyze = add(
    'analyze <path...>',
    'read files, folders, archives or - (standard input); templates, features, scores, incidents',
    "log-sentinel analyze hdfs.log.gz --session 'blk_-?\\d+' --labels labels.csv --json",
    async () => (await import('./commands/analyze.ts')).runAnalyze,
  );
  addUnitOptions(addIngestOptions(analyze))
    .option('--detectors <list>', 'detectors, separated by commas', parseList)
    .option('--model <name[@alias|:version]>', 'score with a registered model instead of fitting')
    .option('--baseline <path...>', 'files treated as normal')
    .option(...thresholdOption('anomalous above this score'))
    .option('--scores <file.csv>', 'write a row a session or window')
    .option('--report <file>', 'write a report; the suffix chooses html, md, json, csv or parquet')
    .addOption(failOn());
  const templates = add(
    'templates <path...>',
    'template mining only: a CSV row a physical line',
    'log-sentinel templates app.log --out templates.csv',
    async () => (await import('./commands/templates.ts')).runTemplates,
  );
  addTimeOptions(addIngestOptions(templates))
    .option('--out <file.csv>', 'line,templateId,template; default: standard output')
    .option(
      '--edits <file.json>',
      'hand edits (merge, split, rename, mask), exported from another case, applied to this one',
    )
    .option('--export-edits <file.json>', 'write the hand edits of the case');
}

function addTables(add: AddCommand): void {
  add(
    'score <table>',
    'score a numeric table or a time series (CSV, CSV.gz, Parquet)',
    'log-sentinel score readings.csv --time timestamp --out scores.csv',
    async () => (await import('./commands/score.ts')).runScore,
  )
    .option(
      '--detector <name>',
      'forest, neighbours, statistical or ensemble (default); with --time causalSeries (default), forecast or changePoint',
    )
    .option('--model <name[@alias|:version]>', 'score by a version that train --rows made')
    .option(
      '--out <file.csv>',
      'row,score,isAnomaly (timestamp,value,score,isAnomaly with --time); default: standard output',
    )
    .option('--label <column>', 'ground truth: not a feature, measured against')
    .option('--ignore <list>', 'columns that are no features, separated by commas', parseList)
    .option('--time <column>', 'the table is a time series in this order; scores are causal')
    .option('--value <column>', 'the series, when there are several numeric columns; a forecast goes by the others too')
    .option('--bounds', 'of a series: add typical,low,high, the forecast of each row with its 99 % interval')
    .option(...thresholdOption('anomalous above this score'))
    .addOption(failOn());
  add(
    'generate',
    'labelled synthetic logs: app.log and labels.csv',
    'log-sentinel generate --events 1000000 --seed 7 --out ./synthetic',
    async () => (await import('./commands/generate.ts')).runGenerate,
  )
    .option('--out <dir>', 'folder to write into')
    .option('--events <n>', 'lines; default 1,000,000', parseWholeNumber(1, 1e11))
    .option('--days <n>', 'span of the log; default: a day for each 250,000 events, 1 to 4', parsePositive)
    .option('--anomalies <kinds>', `of ${ANOMALY_KINDS.join(', ')}; or none; default all`, parseListOf(ANOMALY_KINDS))
    .option('--format <name>', 'json, logfmt, syslog or text', parseOneOf(['json', 'logfmt', 'syslog', 'text']));
}

function addCaseCommands(add: AddCommand): void {
  add(
    'report <case>',
    'export the latest analysis of a case',
    'log-sentinel report ./outage.sentinel --out outage.html --redact',
    async () => (await import('./commands/report.ts')).runReport,
  )
    .option('--out <file>', 'the suffix chooses the format: html, md, json, csv, parquet')
    .option('--redact', 'replace personal data by stable pseudonyms');
  add(
    'sql [case] [statement]',
    'one read-only statement over lines, events, templates, features, scores, anomalies, incidents',
    'log-sentinel sql ./outage.sentinel "SELECT severity, count(*) FROM events GROUP BY 1"',
    async () => (await import('./commands/sql.ts')).runSql,
  );
  add(
    'suppress [case]',
    'rules that take incidents for normal, in a case or in all of them: lists them, adds one, takes one away',
    'log-sentinel suppress ./outage.sentinel --service billing --daily 01:00-03:00 --expires 30 --reason "nightly batch"',
    async () => (await import('./commands/suppress.ts')).runSuppress,
  )
    .option('--template <id>', 'incidents led by this template')
    .option('--service <name>', 'incidents of this service')
    .option('--host <name>', 'incidents of this host')
    .option('--daily <from-to>', 'incidents that begin between two times of the day, UTC, such as 01:00-03:30')
    .option('--expires <days>', 'the rule ends by itself after so many days', parsePositive)
    .option('--reason <text>', 'why this is normal')
    .option('--all-cases', 'the rule is for every case of the home; so is one that is added without a case')
    .option('--remove <id>', 'show what this rule hides again');
  add(
    'replay [case]',
    'compute the run of a case again: prints match or mismatch, ends with 0 or 1',
    'log-sentinel replay ./outage.sentinel',
    async () => (await import('./commands/replay.ts')).runReplay,
  ).option(
    '--from <auto|input|case>',
    'read the input again, or use the stored events',
    parseOneOf(['auto', 'input', 'case']),
  );
  add(
    'serve [case]',
    'the workbench in a browser on 127.0.0.1',
    'log-sentinel serve ./outage.sentinel --no-open',
    async () => (await import('./commands/serve.ts')).runServe,
  )
    .option('--no-open', 'only print the address')
    .option('--port <n>', 'port; default: a free one', parseWholeNumber(0, 65_535))
    .option('--sample', 'open the sample that comes with the product')
    .option('--allow-host <name:port...>', 'further addresses of an SSH tunnel');
  add(
    'formats [action] [operand...]',
    'log formats, built in and yours: list, show NAME, check FILE [LOG], import FILE, delete NAME',
    'log-sentinel formats check shop.yaml app.log',
    async () => (await import('./commands/formats.ts')).runFormats,
  ).option('--replace', 'import: write over formats of the same name');
  add(
    'doctor',
    'check this machine: Node, native libraries, stores, folders, memory, browser',
    'log-sentinel doctor --json',
    async () => (await import('./commands/doctor.ts')).runDoctor,
  );
}

function failOn(): Option {
  return new Option('--fail-on <what>', 'exit with 3 when anomalies are found').choices(['anomalies']);
}
