import { Duration, retentionSpec, templateRetention, type WorkflowRetention } from '../../../src';
import { schemaErrorsAt } from '../../schemas';

function specOf(retention: WorkflowRetention): object {
  const spec = retentionSpec(retention);
  for (const kind of ['Workflow', 'WorkflowTemplate']) {
    expect(schemaErrorsAt(`argoproj.io/v1alpha1/${kind}`, 'spec', spec, { partial: true })).toEqual([]);
  }
  return spec;
}

describe('the retention of a template', () => {
  it('keeps play workflows for days', () => {
    expect(specOf(templateRetention.play)).toEqual({
      ttlStrategy: { secondsAfterCompletion: 86_400, secondsAfterFailure: 259_200, secondsAfterSuccess: 86_400 },
      podGC: { strategy: 'OnPodCompletion', deleteDelayDuration: '60s' },
    });
  });

  it('keeps single runs for minutes', () => {
    expect(specOf(templateRetention.run)).toEqual({
      ttlStrategy: { secondsAfterCompletion: 300, secondsAfterFailure: 10_800 },
      podGC: { strategy: 'OnPodCompletion' },
    });
  });
});

it('says nothing where nothing is asked', () => {
  expect(specOf({})).toEqual({});
});

it.each([
  ['7d', 604_800],
  ['1h30m', 5400],
  [0, 0],
  [Duration.parse('90s'), 90],
])('keeps workflows for %s: %i seconds', (completion, seconds) => {
  expect(specOf({ ttl: { completion } })).toEqual({ ttlStrategy: { secondsAfterCompletion: seconds } });
});

it.each(['OnPodCompletion', 'OnPodSuccess', 'OnWorkflowCompletion', 'OnWorkflowSuccess'] as const)(
  'deletes pods %s',
  (strategy) => {
    const selector = { matchExpressions: [{ key: 'keep', operator: 'DoesNotExist' as const }] };
    expect(specOf({ podGc: { strategy, deleteDelay: '2h', selector } })).toEqual({
      podGC: { strategy, deleteDelayDuration: '2h', labelSelector: selector },
    });
  },
);

it.each<[object, string]>([
  [
    { ttl: { success: 'soon' } },
    'ttl.success "soon" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
  ],
  [
    { ttl: { failure: -1 } },
    'ttl.failure -1 is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
  ],
  [
    { ttl: { completion: '69y' } },
    'ttl.completion "69y" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
  ],
  [{ ttl: '1h' }, 'ttl "1h" is not a map: write { … }'],
  [
    { podGc: { strategy: 'Never' } },
    'podGc.strategy "Never" is unknown: use one of OnPodCompletion, OnPodSuccess, OnWorkflowCompletion, OnWorkflowSuccess',
  ],
  [
    { podGc: { deleteDelay: 'x' }, ttl: { success: 'y' } },
    'ttl.success "y" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds; podGc.deleteDelay "x" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
  ],
])('refuses %j, with all that is wrong', (retention, problems) => {
  expect(() => retentionSpec(retention as WorkflowRetention)).toThrow(
    `${JSON.stringify(retention)} is no retention: ${problems}`,
  );
});
