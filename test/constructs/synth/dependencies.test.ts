import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment, Layouts, ResourceQuota, StewardApp } from '../../../src';
import { documentsIn, problemsIn } from '../render';

/** A quota by each name, in one file. */
function quotas(scope: Construct, ...names: string[]): ResourceQuota[] {
  return names.map((name) => new ResourceQuota(scope, name, { name, namespace: 'agents', hard: { pods: 1 } }));
}

function app(): StewardApp {
  return new StewardApp({ layout: Layouts.filePerNamespace() });
}

function namesIn(from: StewardApp, file = 'prod/agents.yaml'): string[] {
  return documentsIn(from.render().get(file) ?? '').map(({ metadata }) => metadata.name);
}

describe('documents of one file', () => {
  it('stand in the order of their names where nothing depends', () => {
    const from = app();
    quotas(new Environment(from, 'prod'), 'c', 'a', 'b');
    expect(namesIn(from)).toEqual(['a', 'b', 'c']);
  });

  it('move back behind what they depend on, and no further', () => {
    const from = app();
    const [a, b, c] = quotas(new Environment(from, 'prod'), 'a', 'b', 'c', 'd');
    a?.addDependency(c!);
    c?.addDependency(b!);
    expect(namesIn(from)).toEqual(['b', 'c', 'a', 'd']);
  });

  it('stand behind all objects of a construct that they depend on', () => {
    const from = app();
    const environment = new Environment(from, 'prod');
    const group = new Construct(environment, 'group');
    quotas(group, 'y', 'z');
    const [a] = quotas(environment, 'a');
    a?.addDependency(group);
    expect(namesIn(from)).toEqual(['y', 'z', 'a']);
  });

  it('follow when their chart depends on another', () => {
    const from = app();
    const environment = new Environment(from, 'prod');
    const [first, second] = [new Chart(environment, 'one'), new Chart(environment, 'two')];
    quotas(first, 'a');
    quotas(second, 'z');
    first.addDependency(second);
    expect(namesIn(from)).toEqual(['z', 'a']);
  });

  it('do not care for those in other files, and get no sync wave', () => {
    const from = new StewardApp();
    const [a, b] = quotas(new Environment(from, 'prod'), 'a', 'b');
    a?.addDependency(b!);
    const files = from.render();
    expect([...files.keys()]).toEqual(['prod/agents/resource-quota-a.yaml', 'prod/agents/resource-quota-b.yaml']);
    expect([...files.values()].join()).not.toContain('sync-wave');
  });

  it('may depend on their own construct, which holds them', () => {
    const from = app();
    const environment = new Environment(from, 'prod');
    const [a] = quotas(environment, 'a');
    a?.addDependency(environment);
    expect(namesIn(from)).toEqual(['a']);
  });
});

describe('a cycle', () => {
  it('is reported with every path on it, and only those', () => {
    const from = app();
    const [a, b, c, outside] = quotas(new Environment(from, 'prod'), 'a', 'b', 'c', 'outside');
    outside?.addDependency(a!);
    a?.addDependency(b!);
    b?.addDependency(c!);
    c?.addDependency(a!);
    expect(problemsIn(from)).toEqual(['dependencies form a cycle: prod/a → prod/b → prod/c → prod/a']);
  });

  it('is found between constructs, too', () => {
    const from = app();
    const environment = new Environment(from, 'prod');
    const [one, two] = [new Construct(environment, 'one'), new Construct(environment, 'two')];
    quotas(one, 'a');
    quotas(two, 'b');
    one.node.addDependency(two);
    two.node.addDependency(one);
    expect(problemsIn(from)).toEqual(['dependencies form a cycle: prod/one/a → prod/two/b → prod/one/a']);
  });
});

it('orders a chain that is longer than the call stack', () => {
  const from = app();
  const names = Array.from({ length: 20_000 }, (_, index) => `q-${String(index).padStart(5, '0')}`);
  const chain = quotas(new Environment(from, 'prod'), ...names);
  chain.slice(1).forEach((later, index) => {
    chain[index]?.addDependency(later);
  });
  expect(namesIn(from)).toEqual([...names].reverse());
});
