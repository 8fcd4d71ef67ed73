import { Quantity } from '../../../../src/model/values/quantity';
import { nothingFreed } from '../../../../src/runtime/sweep/freed';
import { decisionLine, summaryText } from '../../../../src/runtime/sweep/output/text';
import { decisionOf, summaryOf } from '../sample';

describe('a decision for a person', () => {
  it('is a line, with what goes along below it', () => {
    expect(decisionLine(decisionOf('deleted', { archive: 'a/b.json.gz' }))).toBe(
      'deleted            agents  Workflow build-1  Succeeded 8d ago, kept for 7d, archived as a/b.json.gz\n',
    );
    const along = decisionOf('deleted', { kind: 'Pod', name: 'p', owner: 'Workflow build-1', reason: 'goes with it' });
    expect(decisionLine(along)).toBe('deleted            agents    Pod p  goes with it\n');
  });

  it('is silent of what stays as everybody expects, unless somebody should mend something', () => {
    expect(decisionLine(decisionOf('young'))).toBe('');
    // Notes quote what others wrote, as reasons do.
    expect(decisionLine(decisionOf('young', { notes: ['a\u001b[2J\nforged'] }))).toMatch(/note: a \[2J forged\n$/);
    expect(decisionLine(decisionOf('young', { notes: ['ttl is none'] }))).toMatch(
      /^young .*\n {20}note: ttl is none\n$/,
    );
  });

  it('controls no terminal, whatever others have written into reasons', () => {
    expect(decisionLine(decisionOf('exempt', { reason: 'debug=\u001b[2Jtrue\nnext' }))).toMatch(
      /^exempt +agents {2}Workflow build-1 {2}debug= \[2Jtrue next\n$/,
    );
  });
});

describe('a summary for a person', () => {
  it('says what became of all, what was freed, and what it took', () => {
    const freed = {
      ...nothingFreed,
      objects: 3,
      kinds: { Pod: 1, Workflow: 2 },
      pods: 1,
      cpu: Quantity.parse('1500m'),
      memory: Quantity.parse('1Gi'),
      storage: Quantity.parse('5Gi'),
      etcdBytes: 3 * 2 ** 20,
    };
    expect(summaryText(summaryOf(['deleted', 'deleted', 'young'], { freed, expired: 1 }))).toBe(
      [
        'policy agents, delete: 3 objects: 2 deleted, 1 young',
        'freed 3 objects (1 Pod, 2 Workflow), 1 pods (requests 1500m CPU, 1Gi memory), volume claims of 5Gi, about 3.0 MiB in etcd',
        '1.3 s, 12 calls of the API',
        '1 exemption has expired',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['steward-system', 'steward acknowledge agents)'],
    ['agents', 'steward acknowledge agents --state-namespace agents)'],
  ])('says how a stop is acknowledged whose state is in %s', (stateNamespace, command) => {
    const stopped = { stop: 'the budget is 5', stoppedBy: 'budget', stopId: 'x', stateNamespace } as const;
    const text = summaryText(summaryOf(['budget'], stopped));
    expect(text).toContain('\nstopped: the budget is 5\n');
    expect(text).toContain(command);
    expect(summaryText(summaryOf(['budget'], { ...stopped, mode: 'report' }))).toContain('\nwould stop: ');
  });

  it('says what is left to mend', () => {
    const text = summaryText(summaryOf([], { problems: ['pods cannot be listed'], isInterrupted: true }));
    expect(text).toMatch(/\nproblem: pods cannot be listed\ninterrupted: not everything was looked at\n$/);
  });
});
