import { job } from '../../../src/model/kinds/job';
import type { Kind } from '../../../src/model/kinds/kind';
import { namespace } from '../../../src/model/kinds/namespace';
import { pod } from '../../../src/model/kinds/pod';
import { workflow } from '../../../src/model/kinds/workflow';
import { FieldSelector } from '../../../src/model/values/field-selector';
import { InvalidValue } from '../../../src/model/values/problems';

test.each<[Kind, string, string]>([
  [pod, 'status.phase=Failed', 'status.phase=Failed'],
  [pod, 'status.phase==Failed', 'status.phase=Failed'],
  [pod, ' status.phase != Running , spec.nodeName=', 'status.phase!=Running,spec.nodeName='],
  [pod, 'metadata.namespace=ci,metadata.name=build-1', 'metadata.namespace=ci,metadata.name=build-1'],
  [job, 'status.successful=1', 'status.successful=1'],
  [namespace, 'metadata.name!=kube-system', 'metadata.name!=kube-system'],
  [workflow, 'metadata.name=nightly', 'metadata.name=nightly'],
])('of %j, %j is sent as %j', (kind, text, sent) => {
  expect(FieldSelector.parse(text, kind).toString()).toBe(sent);
});

test.each<[string, Kind, string, string]>([
  ['pods', pod, 'metadata.creationTimestamp<2026-01-01', 'must read field=value or field!=value'],
  ['pods', pod, 'status.phase in (Failed)', 'must read field=value or field!=value'],
  ['pods', pod, 'status.phase=Failed,', '"" must read field=value'],
  ['pods', pod, '', '"" must read field=value'],
  ['pods', pod, 'status.phase', '"status.phase" must read field=value'],
  ['pods', pod, 'metadata.creationTimestamp=2026', 'names metadata.creationTimestamp, which no server selects Pods by'],
  ['workflows', workflow, 'status.phase=Failed', 'selects Workflows by: use one of metadata.name, metadata.namespace'],
  ['namespaces', namespace, 'metadata.namespace=a', 'names metadata.namespace, which no server selects Namespaces by'],
  ['jobs', job, 'status.phase=Failed', 'use one of metadata.name, metadata.namespace, status.successful'],
])('%s are not selected %#', (_, kind, text, why) => {
  expect(() => FieldSelector.parse(text, kind)).toThrow(InvalidValue);
  expect(() => FieldSelector.parse(text, kind)).toThrow(why);
});

test('every requirement is kept, with one spelling of equality', () => {
  expect(FieldSelector.parse('status.phase!=Running,spec.nodeName==a', pod).requirements).toEqual([
    { field: 'status.phase', operator: '!=', value: 'Running' },
    { field: 'spec.nodeName', operator: '=', value: 'a' },
  ]);
});
