import { schemaProblems } from '../../../../src/model/kinds/schema/schema-problems';
import { deployment, type Fields, found, object } from './manifests';

describe('an item that stands in a list twice', () => {
  test.each<[string, Fields, string, string]>([
    [
      'by one key',
      deployment({ env: [{ name: 'A' }, { name: 'B' }, { name: 'A' }] }),
      'spec template spec containers 0 env 2',
      'env[2] repeats name "A" of env[0]',
    ],
    [
      'by keys that the server fills in',
      deployment({ ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'TCP' }] }),
      'spec template spec containers 0 ports 1',
      'ports[1] repeats containerPort 80 and protocol "TCP" of ports[0]',
    ],
    [
      'as a member of a set',
      object('v1', 'ConfigMap', { metadata: { name: 'x', finalizers: ['a/b', 'a/b'] } }),
      'metadata finalizers 1',
      'finalizers[1] repeats "a/b" of finalizers[0]',
    ],
    [
      'in a custom resource',
      object('monitoring.coreos.com/v1', 'PrometheusRule', { spec: { groups: [{ name: 'a' }, { name: 'a' }] } }),
      'spec groups 1',
      'groups[1] repeats name "a" of groups[0]',
    ],
  ])('%s', (_, manifest, path, message) => {
    expect(found('duplicate', manifest)).toEqual([[path, message, 'keep one of the two']]);
  });

  test('is no duplicate with another protocol', () => {
    const ports = [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }];
    expect(schemaProblems(deployment({ ports }))).toEqual([]);
  });
});
