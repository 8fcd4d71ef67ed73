/** What tiers grant; amounts in canonical form, as all data here, so that no tool has a reason to rewrite it. */
const tiers = {
  gold: {
    requestsCpu: '40',
    requestsMemory: '160Gi',
    limitsCpu: '80',
    limitsMemory: '320Gi',
    storage: '1000Gi',
    claims: '40',
    pods: '60',
    services: '20',
    configmaps: '100',
    secrets: '60',
    maxCpu: '8',
    maxMemory: '32Gi',
    minReplicas: 3,
    maxReplicas: 12,
    priority: 'agent-high-priority',
  },
  silver: {
    requestsCpu: '20',
    requestsMemory: '80Gi',
    limitsCpu: '40',
    limitsMemory: '160Gi',
    storage: '500Gi',
    claims: '20',
    pods: '30',
    services: '10',
    configmaps: '50',
    secrets: '30',
    maxCpu: '4',
    maxMemory: '16Gi',
    minReplicas: 2,
    maxReplicas: 6,
    priority: 'agent-standard-priority',
  },
  bronze: {
    requestsCpu: '8',
    requestsMemory: '32Gi',
    limitsCpu: '16',
    limitsMemory: '64Gi',
    storage: '200Gi',
    claims: '10',
    pods: '15',
    services: '5',
    configmaps: '30',
    secrets: '20',
    maxCpu: '2',
    maxMemory: '8Gi',
    minReplicas: 2,
    maxReplicas: 4,
    priority: 'agent-low-priority',
  },
};

const priorityClasses = [
  { name: 'agent-high-priority', value: 1000, description: 'High priority for critical agent workflows' },
  { name: 'agent-standard-priority', value: 500, description: 'Standard priority for normal agent operations' },
  { name: 'agent-low-priority', value: 100, description: 'Low priority for testing and development workflows' },
];

/**
 * The settings of so many namespaces, the same in every run. Numbers become numbers in the objects, text becomes text:
 * the template languages rely on it.
 */
export function makeFleet(count) {
  const namespaces = Array.from({ length: count }, (_, i) => {
    const tier = Object.keys(tiers)[i % 3];
    return {
      name: `team-${String(i).padStart(5, '0')}`,
      squad: `squad-${i % 37}`,
      owner: `owner-${i % 37}@example.com`,
      tier,
      ...tiers[tier],
      cpuTarget: 60 + (i % 4) * 5,
      memoryTarget: 70 + (i % 3) * 5,
      retentionDays: String(3 + (i % 5)),
      minute: String(i % 60),
      quotaWarning: `0.${80 + (i % 5)}`,
      podWarning: String(Math.floor(Number(tiers[tier].pods) * 0.9)),
    };
  });
  return { priorityClasses, namespaces };
}
