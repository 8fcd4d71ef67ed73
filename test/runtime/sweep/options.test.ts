import { readSweepFlags, type SweepFlags } from '../../../src/runtime/sweep/options';

const read = (flags: SweepFlags) => readSweepFlags({ policy: 'p.yaml', ...flags });

describe('the flags of a sweep', () => {
  it('have defaults that write nothing and go slowly', () => {
    expect(read({})).toEqual({
      problems: [],
      request: {
        policyFile: 'p.yaml',
        mode: 'report',
        format: 'text',
        qps: 20,
        burst: 40,
        workers: 8,
        pageSize: 500,
        stateNamespace: 'steward-system',
      },
    });
  });

  it('are read as they are written', () => {
    const { request } = read({ mode: 'delete', qps: '0.5', workers: '3', deadline: '90s', format: 'json' });
    expect(request).toMatchObject({ mode: 'delete', qps: 0.5, burst: 1, workers: 3, deadline: 90_000, format: 'json' });
    expect(read({ qps: '0' }).request).toMatchObject({ qps: 0, burst: 1 });
    expect(read({ apply: 'plan' }).request.mode).toBe('delete');
    expect(read({ apply: 'plan', mode: 'delete' }).problems).toEqual([]);
    expect(read({ plan: 'plan', mode: 'verify' }).problems).toEqual([]);
  });

  it('are told together what is wrong with them', () => {
    const wrong = {
      policy: undefined,
      mode: 'purge',
      qps: '-1',
      workers: '1.5',
      pageSize: '0',
      deadline: 'soon',
      format: 'xml',
    };
    expect(read(wrong).problems).toEqual([
      '--policy is required: the file of a retention policy',
      '--qps "-1" is out of range: use a number from 0 to 10000',
      '--mode "purge" is not one of report, verify, delete',
      '--format "xml" is not one of text, json',
      '--workers "1.5" is out of range: use a number from 1 to 256',
      '--page-size "0" is out of range: use a number from 1 to 5000',
      expect.stringMatching(/^--deadline "soon" is not a duration: write/),
    ]);
  });

  it.each<[SweepFlags, RegExp]>([
    [{ deadline: '25d' }, /^--deadline "25d" is out of range: use 24d at most$/],
    [{ plan: 'a', apply: 'b' }, /^--plan and --apply exclude each other/],
    [{ apply: 'a', mode: 'report' }, /^--apply deletes, and --mode report does not/],
    [{ plan: 'a', mode: 'delete' }, /^--plan lists what would be deleted, and --mode delete deletes it/],
  ])('contradict each other aloud (%#)', (flags, problem) => {
    expect(read(flags).problems).toEqual([expect.stringMatching(problem)]);
  });
});
