import type { Command } from 'commander';
import { check } from '../analysis/coherence/check';
import { baselineOf } from '../analysis/findings/baseline';
import { isAtLeastAsBad } from '../analysis/findings/finding';
import type { Report } from '../analysis/findings/report';
import { githubReport } from '../analysis/findings/reporters/github';
import { jsonReport } from '../analysis/findings/reporters/json';
import { sarifReport } from '../analysis/findings/reporters/sarif';
import { count } from '../analysis/findings/reporters/subject';
import { summaryLine, textReport } from '../analysis/findings/reporters/text';
import {
  type CheckFlags,
  type CheckRequest,
  formats,
  readCheckOptions,
  thresholds,
  unknownOptions,
} from './check-options';
import { writeOutput } from './output-file';
import { packageVersion } from './package-info';
import { type ReadClusters, readClusters } from './read-clusters';
import { ruleDescriptions } from './rule-catalogue';
import type { Terminal } from './terminal';

/** `steward check`: proves that manifests agree with each other, or says where they do not. */
export function addCheckCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const collect = (value: string, values: readonly string[] = []) => [...values, value];
  program
    .command('check')
    .description('proves that the manifests of a cluster agree with each other')
    .argument('[path...]', 'files and folders of one cluster; - is standard input (default: .)')
    .option('--root <dir>', 'folder of one environment, checked as a cluster of its own; may be repeated', collect)
    .option('--profile <file>', 'what exists in the cluster outside the manifests, or several environments with theirs')
    .option('--format <format>', formats.join(', '), 'text')
    .option('--output <file>', 'write the report there instead of standard output')
    .option('--fail-on <severity>', `exit with 1 from this severity on: ${thresholds.join(', ')}`, 'error')
    .option('--rule <id>', 'run this rule only; may be repeated', collect)
    .option('--ignore <id>', 'leave this rule out; may be repeated', collect)
    .option('--baseline <file>', 'leave out the findings that this file knows')
    .option('--write-baseline <file>', 'write a baseline of what is found now, and exit with 0')
    .option('--show-suppressed', 'show suppressed findings too, with their reasons (text and sarif)')
    .option('--strict', 'exit with 2 when any file cannot be read, not only one that is named as a PATH')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage or unreadable input',
    )
    // Reported by us, together with everything else that is wrong.
    .allowUnknownOption()
    .action(async (_paths: readonly string[], flags: CheckFlags, command: Command) => {
      const problems = unknownOptions(
        command.args,
        command.options.map(({ long }) => long ?? ''),
      );
      exit(await checkManifests(readCheckOptions(command.args, flags, { problems }), terminal));
    });
}

async function checkManifests(request: CheckRequest, terminal: Terminal): Promise<number> {
  const read = await readClusters(request.clusters, request.strict, terminal);
  const report = check(read.clusters, {
    only: request.only,
    without: request.without,
    baseline: request.baseline,
    skipped: read.skipped,
    files: read.files,
    version: packageVersion(),
  });
  // Nothing was found out about nothing.
  const isEmpty = report.summary.objects === 0;
  if (!isEmpty && request.writeBaseline !== undefined) writeBaseline(report, request.writeBaseline, terminal);
  else if (!isEmpty) print(report, request, terminal);
  for (const failure of read.failures) terminal.err(`error: ${failure}\n`);
  return exitCode(report, request, read);
}

function exitCode({ findings }: Report, { failOn, writeBaseline }: CheckRequest, { failures }: ReadClusters): number {
  if (failures.length > 0) return 2;
  if (failOn === 'never' || writeBaseline !== undefined) return 0;
  return findings.some(({ severity }) => isAtLeastAsBad(severity, failOn)) ? 1 : 0;
}

function print(report: Report, request: CheckRequest, terminal: Terminal): void {
  if (request.output === undefined) {
    terminal.out(render(report, request, terminal.color));
    return;
  }
  writeOutput(request.output, render(report, request, false));
  terminal.err(`${summaryLine(report.summary)}: ${request.output}\n`);
}

function render(report: Report, request: CheckRequest, color: boolean): string {
  const { format, showSuppressed: suppressed, only, without } = request;
  switch (format) {
    case 'text':
      return textReport(report, { color, suppressed });
    case 'json':
      return jsonReport(report);
    case 'sarif': {
      const rules = ruleDescriptions((id) => (only?.includes(id) ?? true) && !without.includes(id));
      return sarifReport(report, { version: packageVersion(), rules, suppressed });
    }
    case 'github':
      return githubReport(report);
  }
}

function writeBaseline({ findings }: Report, file: string, terminal: Terminal): void {
  writeOutput(file, `${JSON.stringify(baselineOf(findings), undefined, 2)}\n`);
  terminal.err(`${count(findings.length, 'finding')} known from now on: ${file}\n`);
}
