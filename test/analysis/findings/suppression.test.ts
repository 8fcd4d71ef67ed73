import type { Finding, Subject } from '../../../src/analysis/findings/finding';
import { suppress } from '../../../src/analysis/findings/suppression';
import { objectOf } from '../cluster/model';

const known = new Set(['RULE-A', 'RULE-B']);
const annotation = 'cdk8s-steward.dev/ignore';

function subject(text?: unknown): Subject {
  return objectOf({ metadata: { name: 'a', annotations: text === undefined ? undefined : { [annotation]: text } } });
}

function finding(rule: string, ...objects: readonly [Subject, ...Subject[]]): Finding {
  const [first, ...others] = objects.map((object) => ({ object, path: [] }));
  return { rule, severity: 'error', at: [first!, ...others], message: `of ${rule}`, fix: 'mend it' };
}

/** What is left and what is silenced, each as one line. */
function result(findings: readonly Finding[], subjects: readonly Subject[], rulesRun?: ReadonlySet<string>) {
  const { findings: left, suppressed } = suppress(findings, subjects, known, rulesRun);
  return {
    left: left.map(({ rule, message }) => `${rule}: ${message}`),
    suppressed: suppressed.map(({ finding: { rule }, reason }) => `${rule}: ${reason}`),
  };
}

describe('a suppression', () => {
  test('takes out what its rule finds of its object, and says why', () => {
    const one = subject('RULE-A: it is on loan');
    expect(result([finding('RULE-A', one), finding('RULE-B', one), finding('RULE-A', subject())], [one])).toEqual({
      left: ['RULE-B: of RULE-B', 'RULE-A: of RULE-A'],
      suppressed: ['RULE-A: it is on loan'],
    });
  });

  test('may be on any object of the finding', () => {
    const one = subject('RULE-A: why');
    expect(result([finding('RULE-A', subject(), one)], [one]).suppressed).toEqual(['RULE-A: why']);
  });

  test('may stand beside others, on lines of their own', () => {
    const one = subject('\n  RULE-A : with: a colon; and more  \r\n\nRULE-B:why\n');
    expect(result([finding('RULE-A', one), finding('RULE-B', one)], [one])).toEqual({
      left: [],
      suppressed: ['RULE-A: with: a colon; and more', 'RULE-B: why'],
    });
  });

  test.each([
    ['RULE-A', 'RULE-A is ignored without a reason'],
    ['RULE-A:', 'RULE-A is ignored without a reason'],
    ['RULE-A :  ', 'RULE-A is ignored without a reason'],
    ['RULE-C: why', '"RULE-C: why" names no rule'],
    ['rule-a: why', '"rule-a: why" names no rule'],
    ['why', '"why" names no rule'],
    [': why', '": why" names no rule'],
    ['RULE-A RULE-B: why', '"RULE-A RULE-B: why" names no rule'],
    ['IGNORE-UNUSED: why', 'IGNORE-UNUSED cannot be ignored: it is about suppressions'],
  ])('"%s" is invalid, and silences nothing', (text, message) => {
    const one = subject(text);
    expect(result([finding('RULE-A', one)], [one])).toEqual({
      left: ['RULE-A: of RULE-A', `IGNORE-INVALID: ${message}`],
      suppressed: [],
    });
  });

  test('points at the annotation', () => {
    const one = subject('RULE-C: why');
    expect(suppress([], [one], known).findings).toMatchObject([
      {
        rule: 'IGNORE-INVALID',
        severity: 'error',
        at: [{ object: one, path: ['metadata', 'annotations', annotation] }],
      },
    ]);
  });

  test.each([undefined, '', '\n', 3, null, [], {}])('%j is none', (text) => {
    const one = subject(text);
    expect(result([finding('RULE-A', one)], [one])).toEqual({ left: ['RULE-A: of RULE-A'], suppressed: [] });
  });

  test('of a hundred thousand blanks is read at once', () => {
    const one = subject(`RULE-A${' '.repeat(100_000)}!`);
    const start = performance.now();
    expect(result([], [one]).left).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a suppression that silences nothing', () => {
  const unused = 'IGNORE-UNUSED: RULE-A is ignored (why), but it finds nothing here';

  test('is reported', () => {
    expect(result([], [subject('RULE-A: why')]).left).toEqual([unused]);
  });

  test('is not, when its rule was not run', () => {
    expect(result([], [subject('RULE-A: why')], new Set(['RULE-B'])).left).toEqual([]);
  });

  test('counts as one with the same text on other objects: none of them is reported if one is used', () => {
    const objects = [subject('RULE-A: why'), subject('RULE-A: why'), subject('RULE-A: why')];
    expect(result([finding('RULE-A', objects[1]!)], objects)).toEqual({ left: [], suppressed: ['RULE-A: why'] });
    expect(result([], objects).left).toEqual([unused]);
  });

  test('is not one with another reason', () => {
    const objects = [subject('RULE-A: why'), subject('RULE-A: because')];
    expect(result([finding('RULE-A', objects[1]!)], objects).left).toEqual([unused]);
  });

  test('is the second of two for the same rule', () => {
    const one = subject('RULE-A: because\nRULE-A: why');
    expect(result([finding('RULE-A', one)], [one])).toEqual({ left: [unused], suppressed: ['RULE-A: because'] });
  });
});
