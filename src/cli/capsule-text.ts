import type { Capsule, CapsuleContainer, ContainerEnd } from '../runtime/store/capsules/capsule';

/** What a pod died of, for a person. */
export function capsuleText({ metadata, status, node, owner, events, logs, takenAt }: Capsule): string {
  const said = [status.reason, status.message].filter((part) => part !== undefined).join(': ');
  const lines = [
    `pod ${metadata.namespace}/${metadata.name} (${metadata.uid})`,
    `  ${status.phase ?? 'Unknown'}${said === '' ? '' : `: ${said}`}${status.finishedAt === undefined ? '' : `, ended ${status.finishedAt}`}`,
    ...(owner === undefined ? [] : [`  of ${owner.kind} ${owner.name}`]),
    ...(node === undefined ? [] : [`  on node ${node}`]),
    `  as of ${takenAt}`,
    ...status.containers.flatMap(containerLines),
    ...(events.length === 0 ? [] : ['events']),
    ...events.map(({ at, type, reason, message, count }) => {
      return `  ${at ?? ''}  ${type} ${reason}${count > 1 ? ` (${count} times)` : ''}: ${message}`;
    }),
    ...Object.entries(logs).flatMap(([container, { lines: log, omitted }]) => [
      `log of ${container}${omitted > 0 ? `, its last ${log.length} lines` : ''}`,
      ...log.map((line) => `  ${line}`),
    ]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function containerLines({ name, image, restarts, end, previousEnd }: CapsuleContainer): string[] {
  const again = restarts === 0 ? '' : `, started again ${restarts} times`;
  return [
    `container ${name}${image === undefined ? '' : `, ${image}`}${again}`,
    ...(end === undefined ? [] : [`  ${endText(end)}`]),
    ...(previousEnd === undefined ? [] : [`  before: ${endText(previousEnd)}`]),
  ];
}

function endText({ state, reason, exitCode, signal, message, finishedAt }: ContainerEnd): string {
  const parts = [
    reason ?? state,
    exitCode === undefined ? '' : `exit code ${exitCode}`,
    signal === undefined ? '' : `signal ${signal}`,
    finishedAt === undefined ? '' : `at ${finishedAt}`,
    message ?? '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
