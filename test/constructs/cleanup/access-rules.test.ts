import * as fc from 'fast-check';
import { accessRules, rightsByNamespace } from '../../../src/constructs/cleanup/access-rules';
import type { Right } from '../../../src/model/policy/rights';

const right = (written: string, namespace: string | undefined = 'team'): Right => {
  const [verb = '', resource = '', group = '', name] = written.split(' ');
  return { verb, resource, group, namespace, ...(name !== undefined && { name }) };
};

it('says rights of equal verbs in one rule', () => {
  const rights = ['get pods', 'list pods', 'list configmaps', 'get configmaps', 'get jobs batch', 'list jobs batch'];
  expect(accessRules(rights.map((one) => right(one)))).toEqual([
    { apiGroups: [''], resources: ['pods', 'configmaps'], verbs: ['get', 'list'] },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'list'] },
  ]);
});

it('keeps a right on one object apart from one on all', () => {
  const rights = ['get configmaps  a', 'get configmaps  b', 'create configmaps', 'get namespaces  a'];
  expect(accessRules(rights.map((one) => right(one.replace(/ {2}/, '  '))))).toEqual([
    { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
    { apiGroups: [''], resourceNames: ['a', 'b'], resources: ['configmaps'], verbs: ['get'] },
    { apiGroups: [''], resourceNames: ['a'], resources: ['namespaces'], verbs: ['get'] },
  ]);
});

it('keeps namespaces apart, and the cluster from all of them', () => {
  const rights = [right('get pods'), right('get pods', 'other'), { ...right('list pods'), namespace: undefined }];
  expect([...rightsByNamespace(rights)].map(([namespace, granted]) => [namespace, granted.length])).toEqual([
    ['team', 1],
    ['other', 1],
    [undefined, 1],
  ]);
});

it('grants each right, and none besides, whatever their order', () => {
  const rights = fc.uniqueArray(
    fc.record({
      group: fc.constantFrom('', 'batch', 'argoproj.io'),
      resource: fc.constantFrom('pods', 'jobs', 'configmaps'),
      verb: fc.constantFrom('get', 'list', 'delete', 'patch'),
      namespace: fc.constant('team'),
      name: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    }),
    { selector: key },
  );
  const withOrder = rights.chain((given) => {
    return fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length }));
  });
  fc.assert(
    fc.property(withOrder, ([given, shuffled]) => {
      const rules = accessRules(given);
      const granted = rules.flatMap(({ apiGroups, resources, verbs, resourceNames = [undefined] }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            verbs.flatMap((verb) => resourceNames.map((name) => key({ group, resource, verb, name }))),
          ),
        ),
      );
      expect([...granted].sort()).toEqual(given.map(key).sort());
      const inOrder = (list: typeof rules) => list.map((rule) => JSON.stringify(rule, sorted));
      expect(inOrder(accessRules(shuffled))).toEqual(inOrder(rules));
    }),
  );
});

function key({ group, resource, verb, name }: Omit<Right, 'namespace'>): string {
  return [verb, resource, group, name ?? ''].join(' ');
}

/** The kinds say that the order of these lists means nothing, and render them sorted. */
function sorted(_key: string, value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}
