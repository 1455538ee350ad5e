import type { Command } from 'commander';
import { THRESHOLD_FORMS } from '#shared/domain/threshold-policy.ts';
import type { RunCommand } from './commands/run-command.ts';
import {
  parseForFile,
  parseList,
  parseOneOf,
  parseSeconds,
  parseThresholdOption,
  parseWholeNumber,
} from './value-parsers.ts';

/** Loads what a command does when it is run: help and wrong options must not wait for the service. */
export type LoadCommand = () => Promise<RunCommand>;

/** Adds a command: usage, one line about it, an example, and how it is loaded. */
export type AddCommand = (usage: string, description: string, example: string, load: LoadCommand) => Command;

/** How input is read. */
export function addIngestOptions(command: Command): Command {
  return command
    .option('--timezone <[file=]zone>', 'zone of times without one, for example Europe/Berlin', parseForFile)
    .option('--offset <[file=]duration>', 'added to every time, for example db.log=-3600s', parseForFile)
    .option('--encoding <[file=]name>', 'text encoding instead of the detected one', parseForFile)
    .option(
      '--format <[file=]name|format-file>',
      'log format instead of the detected one, by name or as a format file; plain takes each line as it is, generic finds time and level by their look; with file= in front, of that file',
      parseForFile,
    )
    .option('--year <n>', 'year of times without one', parseWholeNumber(1970, 9999))
    .option('--date-order <dmy|mdy>', 'order of ambiguous dates', parseOneOf(['dmy', 'mdy']))
    .option(
      '--table <list>',
      'tables of SQLite files, separated by commas; default: those that look like logs',
      parseList,
    )
    .option('--content', 'lines have no header: all of a line is content');
}

/** How events are cut into units, and which of them count. */
export function addUnitOptions(command: Command): Command {
  return addSpanOptions(command)
    .option('--session <regex|field>', 'group events into sessions: first capture group, else the match; or a field')
    .option('--window <duration>', 'length of a time window, for example 60s', parseSeconds)
    .option('--step <duration>', 'distance between window starts', parseSeconds);
}

/** Which events count, and what is known about them. */
export function addSpanOptions(command: Command): Command {
  return addTimeOptions(command).option(
    '--labels <file.csv>',
    'session,label or id,label or start,end,label: adds measured quality',
  );
}

/** Which events are read at all. */
export function addTimeOptions(command: Command): Command {
  return command
    .option('--since <time>', 'leave out events before this time (RFC 3339)')
    .option('--until <time>', 'leave out events at or after this time');
}

/** A threshold and what it is for, as commander's `option` takes them. */
export function thresholdOption(purpose: string) {
  return ['--threshold <auto|number|policy>', `${purpose}: ${THRESHOLD_FORMS}`, parseThresholdOption] as const;
}
