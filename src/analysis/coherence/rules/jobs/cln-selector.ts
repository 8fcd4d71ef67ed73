import type { Cluster } from '../../../cluster/cluster';
import { type KubectlCommand, kubectlCommands } from '../../../cluster/commands/kubectl-command';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type SelectedKind, selectedKind } from './selected-kind';

/**
 * A program calls kubectl with a field selector that no server understands. The command fails, at night and unseen, and what
 * it was to delete stays.
 */
export const clnSelector = rule({
  id: 'CLN-SELECTOR',
  severity: 'error',
  title: 'a kubectl command has a field selector that cannot work',
  *check(cluster) {
    for (const [workload, namespace] of cluster.workloads()) {
      if (namespace.isDeclared(workload)) continue;
      for (const { containers } of workload.templates) {
        for (const command of containers.flatMap(kubectlCommands)) {
          if (command.fieldSelectors.length > 0) yield* violations(command, cluster);
        }
      }
    }
  },
});

function* violations(command: KubectlCommand, cluster: Cluster): Generator<Violation> {
  const texts = command.fieldSelectors.map(({ text, redirection = '' }) => `${text}${redirection}`);
  const [last = '', ...earlier] = [...texts].reverse();
  const dropped = earlier.reverse().filter((text) => text !== last);
  if (dropped.length > 0) {
    yield {
      at: [command.field],
      message: `${titleOf(command)} has --field-selector ${texts.length} times, and kubectl keeps only the last: ${dropped.join(' and ')} is never asked for`,
      fix: 'write one --field-selector, with commas between its requirements',
    };
  }
  const text = command.fieldSelectors.at(-1)?.text ?? '';
  const terms = text.split(/(?<!\\),/).filter((term) => term !== '');
  const unread = terms.find((term) => !/=/.test(term));
  if (unread !== undefined) {
    if (!isFilledIn(unread)) yield unreadable(command, last);
    return;
  }
  const fields = terms.map((term) => term.split(/!=|==?/)[0] ?? '').filter((field) => !isFilledIn(field));
  for (const resource of command.resources) {
    const kind = selectedKind(resource, cluster);
    const wrong = fields.find((field) => kind && !kind.selectable.includes(field));
    if (kind && wrong !== undefined) yield unselectable(command, kind, wrong);
  }
}

function unreadable(command: KubectlCommand, text: string): Violation {
  const redirection = command.fieldSelectors.at(-1)?.redirection;
  const why = redirection === undefined ? '' : `, and for the shell ${redirection[0]} is a redirection`;
  return {
    at: [command.field],
    message: `${titleOf(command)} selects by "${text}", but field selectors compare with =, == and != alone${why}`,
    fix: 'leave age to ttlSecondsAfterFinished, to ttlStrategy of Argo, or to a program that lists and compares',
  };
}

function unselectable(command: KubectlCommand, kind: SelectedKind, field: string): Violation {
  const { selectable, isCertain } = kind;
  return {
    ...(!isCertain && { severity: 'warning' }),
    at: [command.field],
    message: `${titleOf(command)} selects by ${field}, and the server selects ${kind.kind} only by ${selectable.join(', ')}${isCertain ? '' : ', unless its definition declares more'}`,
    fix: 'select by labels, with -l key=value',
  };
}

/** Whether the shell, Helm or Argo still fills in a part of it. */
function isFilledIn(text: string): boolean {
  return /\$[\w({]|\{\{|`/.test(text);
}

function titleOf({ verb, resources }: KubectlCommand): string {
  return `kubectl ${verb} ${resources.join(',')}`;
}
