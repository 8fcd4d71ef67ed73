import { AgentTiers, Problems } from '../../../src';

const resources = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });
const large = resources('4', '16Gi');
const small = resources('1', '4Gi');
const tiers = new AgentTiers({
  coding: {
    ...large,
    workspace: 'large',
    priorityClassName: 'high',
    agents: ['rex', 'blaze'],
    models: { haiku: small },
  },
  review: { ...small, workspace: 'standard', priorityClassName: 'low', agents: ['cleo'] },
  idle: { ...small, workspace: 'standard', priorityClassName: 'low' },
});

describe('a tier', () => {
  it('is that of its role', () => {
    expect(tiers.tier('coding')).toMatchObject({
      role: 'coding',
      resources: large,
      workspace: 'large',
      priorityClassName: 'high',
    });
  });

  it('has the resources of the model where the role states any, and all else of the role', () => {
    expect(tiers.tier('coding', 'haiku')).toMatchObject({
      resources: small,
      workspace: 'large',
      priorityClassName: 'high',
    });
  });

  it.each(['opus', 'constructor', ''])('falls back to the role for the model "%s"', (model) => {
    expect(tiers.tier('coding', model).resources).toEqual(large);
    expect(tiers.tier('review', model).resources).toEqual(small);
  });

  it('is found by agent, with its model', () => {
    expect(tiers.agent('blaze').role).toBe('coding');
    expect(tiers.agent('blaze', 'haiku').resources).toEqual(small);
    expect(tiers.agent('cleo')).toEqual(tiers.tier('review'));
  });

  it.each(['testing', 'constructor'])('is refused for the role %s', (role) => {
    expect(() => tiers.tier(role)).toThrow(`"${role}" is no agent role: use one of coding, review, idle`);
  });

  it('is refused for an agent that nobody has', () => {
    expect(() => tiers.agent('tess')).toThrow('"tess" is no agent: use one of rex, blaze, cleo');
  });
});

describe('what a tier is for', () => {
  const executor = { resources: resources('100m', '64Mi') };
  const peak = (withExecutor: boolean, atOnce = 1) => {
    const options = { atOnce, ...(withExecutor && { executor }) };
    const charge = tiers.tier('coding').workload('rex', options).peak(Problems.none());
    return Object.fromEntries(Object.entries(charge).map(([key, amount]) => [key, amount.toString()]));
  };

  it('is a workspace for each agent', () => {
    expect(tiers.tier('coding').claimSpec().resources.requests.storage).toBe('25Gi');
    expect(peak(false, 2)).toMatchObject({ persistentvolumeclaims: '2', 'requests.storage': '50Gi' });
  });

  it('is room in a quota: with an executor, its wait container runs beside the agent', () => {
    expect(peak(false)).toMatchObject({ pods: '1', 'requests.cpu': '4', 'limits.memory': '16Gi' });
    expect(peak(true)).toMatchObject({ pods: '1', 'requests.cpu': '4100m', 'limits.memory': '16448Mi' });
  });
});
