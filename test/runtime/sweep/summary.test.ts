import type { Result } from '../../../src/runtime/sweep/decision';
import { count, exitCodeOf, type Summary, Tally } from '../../../src/runtime/sweep/summary';
import { decisionOf, summaryOf } from './sample';

describe('the exit code', () => {
  it.each<[number, readonly Result[], Partial<Summary>]>([
    [0, [], {}],
    [0, ['deleted', 'young', 'exempt', 'conflict', 'gone', 'paused', 'held-by-dependent'], {}],
    [1, ['deleted', 'archive-failed'], {}],
    [1, ['forbidden'], {}],
    [1, ['error'], {}],
    [1, ['deleted'], { problems: ['pods in a cannot be listed'] }],
    [1, ['deleted'], { isInterrupted: true }],
    [3, ['deleted', 'budget'], { stop: 'a budget', stoppedBy: 'budget' }],
    [0, ['reported', 'budget'], { mode: 'report', stop: 'a budget', stoppedBy: 'budget' }],
    [3, ['verified', 'budget'], { mode: 'verify', stop: 'a budget', stoppedBy: 'budget' }],
    [3, [], { mode: 'report', stop: 'the clock', stoppedBy: 'clock' }],
    [3, ['error'], { stop: 'the clock', stoppedBy: 'clock' }],
  ])('is %i after %j (%j)', (code, results, more) => {
    expect(exitCodeOf(summaryOf(results, more))).toBe(code);
  });
});

describe('a tally', () => {
  it('counts an object that is told of twice once, by the last word', () => {
    const tally = new Tally();
    tally.add(decisionOf('held-by-dependent'));
    tally.takeBack('held-by-dependent');
    tally.add(decisionOf('deleted'));
    tally.addProblem('one');
    tally.addProblem('one');
    expect(tally.hasProblems).toBe(true);
    const { results, objects, problems } = tally.summary(summaryOf([]));
    expect({ results, objects, problems }).toEqual({ results: { deleted: 1 }, objects: 1, problems: ['one'] });
  });

  it('forgets a result of which none is left', () => {
    const results = new Map<Result, number>();
    count(results, 'gone', 2);
    count(results, 'gone', -2);
    expect([...results]).toEqual([]);
  });
});
