import { type Alert, PrometheusRule, type PrometheusRuleProps, type RuleGroup } from '../../../src';
import { type Loose, problemsOf, rendered } from '../render';

const alert: Alert = {
  alert: 'PodsStuck',
  expr: 'sum by (namespace) (kube_pod_status_phase{phase="Pending"}) > 5',
  for: '10m',
  severity: 'warning',
  summary: 'Pods wait',
  description: '{{ $value }} pods wait',
  runbookUrl: 'https://example.com/PodsStuck.md',
};
const recording = { record: 'namespace:pods:sum', expr: 'sum by (namespace) (up)' };
const meta = { name: 'rules', namespace: 'agents' };
const rule = (...groups: RuleGroup[]) =>
  rendered((scope) => new PrometheusRule(scope, 'r', { ...meta, groups })).spec.groups;

it('renders alerts and recordings of each group, in their order', () => {
  expect(rule({ name: 'pods', rules: [recording, alert] })).toEqual([
    {
      name: 'pods',
      rules: [
        recording,
        {
          alert: 'PodsStuck',
          expr: alert.expr,
          for: '10m',
          labels: { severity: 'warning' },
          annotations: { summary: 'Pods wait', description: '{{ $value }} pods wait', runbook_url: alert.runbookUrl },
        },
      ],
    },
  ]);
});

it('renders what else a group and a rule may say', () => {
  const more = { labels: { team: 'a', severity: 'none' }, keepFiringFor: '15m', for: 0 };
  const [first, second] = rule(
    { name: 'a', interval: '1h30m', limit: 10, rules: [{ ...alert, ...more }] },
    {
      name: 'b',
      rules: [
        { ...recording, labels: { team: 'a' } },
        { ...recording, labels: {} },
      ],
    },
  );
  expect(first).toMatchObject({
    interval: '1h30m',
    limit: 10,
    rules: [{ for: '0s', keep_firing_for: '15m', labels: { team: 'a', severity: 'warning' } }],
  });
  expect(second.rules).toEqual([{ ...recording, labels: { team: 'a' } }, recording]);
});

it('is refused above 512 KiB, as the operator does', () => {
  const groups = (count: number) => [{ name: 'g', rules: Array.from({ length: count }, () => recording) }];
  expect(problemsOf((scope) => new PrometheusRule(scope, 'r', { ...meta, groups: groups(8000) }))).toEqual([]);
  expect(problemsOf((scope) => new PrometheusRule(scope, 'r', { ...meta, groups: groups(9000) }))).toEqual([
    expect.stringMatching(
      /^prod\/r: groups take 5\d{5} bytes, the operator refuses more than 524288: split the object$/,
    ),
  ]);
});

describe('refuses', () => {
  const group = (more: object) => ({ groups: [{ name: 'g', rules: [alert], ...more }] });
  const withAlert = (more: object) => ({ groups: [{ name: 'g', rules: [{ ...alert, ...more }] }] });
  const withRecord = (more: object) => ({ groups: [{ name: 'g', rules: [{ ...recording, ...more }] }] });
  const duration = 'is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds';

  it.each<[string, Loose, string]>([
    ['no groups', {}, 'groups is required: name at least one'],
    ['an empty list of groups', { groups: [] }, 'groups is empty: name at least one'],
    ['a group outside a list', { groups: { name: 'g' } }, 'groups {"name":"g"} is not a list: write [ … ]'],
    ['a group that is none', { groups: ['g'] }, 'groups[0] "g" is not a map: write { … }'],
    ['a group without a name', group({ name: undefined }), 'groups[0].name is required: got undefined'],
    [
      'two groups of one name',
      {
        groups: [
          { name: 'g', rules: [alert] },
          { name: 'g', rules: [alert] },
        ],
      },
      'groups[1].name "g" is also the name of another group: rename one',
    ],
    ['a group without rules', group({ rules: undefined }), 'groups[0].rules is required: name at least one'],
    ['an empty group', group({ rules: [] }), 'groups[0].rules is empty: name at least one'],
    ['an interval that is none', group({ interval: 'often' }), `groups[0].interval "often" ${duration}`],
    ['a limit of 0', group({ limit: 0 }), 'groups[0].limit 0 is out of range: use a whole number of at least 1'],
    ['a rule that is none', group({ rules: [null] }), 'groups[0].rules[0] null is not a map: write { … }'],
    ['an empty query', withAlert({ expr: ' ' }), 'groups[0].rules[0].expr " " is no query: write PromQL'],
    ['no query', withRecord({ expr: undefined }), 'groups[0].rules[0].expr undefined is no query: write PromQL'],
    [
      'an alert that is also a recording',
      withAlert({ record: 'a:b:c' }),
      'groups[0].rules[0].alert "PodsStuck" excludes record: make two rules',
    ],
    [
      'a recording whose name is none',
      withRecord({ record: 'a-b' }),
      'groups[0].rules[0].record "a-b" is no metric name: use letters, digits, _ and :',
    ],
    [
      'an alert whose name is none',
      withAlert({ alert: 'Pods stuck' }),
      'groups[0].rules[0].alert "Pods stuck" is no alert name: use letters, digits and _, e.g. PodsStuck',
    ],
    ['an alert without a name', withAlert({ alert: undefined }), 'groups[0].rules[0].alert is required: got undefined'],
    [
      'another severity',
      withAlert({ severity: 'page' }),
      'groups[0].rules[0].severity "page" is unknown: use one of info, warning, critical',
    ],
    [
      'no severity',
      withAlert({ severity: undefined }),
      'groups[0].rules[0].severity is required: one of info, warning, critical',
    ],
    [
      'no summary',
      withAlert({ summary: undefined }),
      'groups[0].rules[0].summary is required: whoever is woken needs it',
    ],
    ['an empty description', withAlert({ description: '' }), 'groups[0].rules[0].description "" is empty'],
    [
      'no runbook',
      withAlert({ runbookUrl: undefined }),
      'groups[0].rules[0].runbookUrl is required: whoever is woken needs it',
    ],
    [
      'no time to hold',
      withAlert({ for: undefined }),
      'groups[0].rules[0].for is required: a duration, 0s to fire at once',
    ],
    ['a time to hold that is none', withAlert({ for: 'long' }), `groups[0].rules[0].for "long" ${duration}`],
    [
      'a time to keep firing that is none',
      withAlert({ keepFiringFor: '-5m' }),
      `groups[0].rules[0].keepFiringFor "-5m" ${duration}`,
    ],
    [
      'a label whose name is none',
      withAlert({ labels: { 'a-b': 'c' } }),
      'groups[0].rules[0].labels "a-b" is no label name: use letters, digits and _',
    ],
    [
      'a label whose value is none',
      withRecord({ labels: { team: 5 } }),
      'groups[0].rules[0].labels.team 5 is not text: write a string',
    ],
    [
      'labels of a wrong form',
      withAlert({ labels: 'team' }),
      'groups[0].rules[0].labels "team" is not a map: write { … }',
    ],
  ])('%s', (_, more, problem) => {
    const props: PrometheusRuleProps = { ...meta, ...more };
    expect(problemsOf((scope) => new PrometheusRule(scope, 'r', props))).toEqual([`prod/r: ${problem}`]);
  });
});
