import { readProfile, readProfileFile } from '../../../src/model/profile/profile-file';
import { profileJsonSchema } from '../../../src/model/profile/profile-schema';

describe('a cluster profile in a file', () => {
  it('is read as it is written', () => {
    const source = `
kubernetes: "1.36"
shared: true
nodes:
  - count: 3
    allocatable: { cpu: 15500m, memory: 60Gi }
apiServer:
  - { cidrs: [10.96.0.1/32], ports: [443] }
dns: { cidrs: [10.96.0.10/32, 169.254.20.10/32] }
objectStores:
  minio: { cidrs: [10.0.8.0/24], ports: [9000] }
`;
    expect(readProfile(source, 'prod.yaml')).toEqual({
      problems: [],
      profile: {
        kubernetes: '1.36',
        shared: true,
        nodes: [{ count: 3, allocatable: { cpu: '15500m', memory: '60Gi' } }],
        apiServer: [{ cidrs: ['10.96.0.1/32'], ports: [443] }],
        dns: { cidrs: ['10.96.0.10/32', '169.254.20.10/32'] },
        objectStores: { minio: { cidrs: ['10.0.8.0/24'], ports: [9000] } },
      },
    });
  });

  it('may be empty: then nothing is known', () => {
    expect(readProfile('', 'none.yaml')).toEqual({ problems: [], profile: {} });
  });

  it('has all its problems reported together, each at its place', () => {
    const source = `kubernetes: 1.36x
storageClass: fast
nodes:
  - count: 0
    allocatable: { cpu: 16 }
  - count: 1
    allocatable: { cpu: 16, memory: 60GB }
apiServer:
  - cidrs: [10.0.0.1]
    ports: [99999]
shared: maybe
`;
    expect(readProfile(source, 'p.yaml').problems).toEqual([
      'p.yaml:1:13: kubernetes "1.36x" is not a version: write e.g. 1.36 or 3.7.14',
      'p.yaml:2:15: storageClass is no field of a cluster profile: check its spelling',
      'p.yaml:4:12: nodes[0].count 0 is too small: at least 1',
      'p.yaml:5:18: nodes[0].allocatable.memory is required',
      'p.yaml:7:37: nodes[1].allocatable.memory "60GB" is not a quantity: GB is no suffix; use 60Gi (binary) or 60G (decimal)',
      'p.yaml:9:13: apiServer[0].cidrs[0] "10.0.0.1" needs a prefix length of 0 to 32: write e.g. 10.0.0.1/32',
      'p.yaml:10:13: apiServer[0].ports[0] 99999 is not a port: use a whole number from 1 to 65535',
      'p.yaml:11:9: shared "maybe" is not true or false',
    ]);
  });

  it('has a remedy for a version without quotes, and for a list that is not there', () => {
    const source = 'kubernetes: 1.36\nworkloads: [{ name: a, namespace: b }]\n';
    expect(readProfile(source, 'p.yaml').problems).toEqual([
      'p.yaml:1:13: kubernetes 1.36 is a number, not text: put it in quotes',
      'p.yaml:2:13: workloads[0].containers is required: write a list',
    ]);
  });

  it('that is no YAML is refused at the place where reading stopped', () => {
    expect(readProfile('nodes: [1, 2', 'p.yaml').problems).toEqual([
      expect.stringMatching(/^p\.yaml:1:13: cannot be read: /),
    ]);
  });

  it('has a JSON Schema for editors, which refuses unknown fields', () => {
    expect(profileJsonSchema()).toMatchObject({
      anyOf: [{ $ref: '#/$defs/ClusterProfile' }, { required: ['environments'], additionalProperties: false }],
      $defs: { ClusterProfile: { type: 'object', additionalProperties: false } },
    });
  });

  it('may declare several environments instead, each with its own', () => {
    const source = `
environments:
  dev: { path: dist/dev }
  prod:
    path: dist/prod
    profile: { kubernetes: "1.36" }
`;
    expect(readProfileFile(source, 'clusters.yaml')).toEqual({
      environments: { dev: { path: 'dist/dev' }, prod: { path: 'dist/prod', profile: { kubernetes: '1.36' } } },
      problems: [],
    });
    expect(readProfileFile('shared: true', 'p.yaml')).toEqual({ profile: { shared: true }, problems: [] });
  });

  it('has problems of environments reported at their place too', () => {
    const source = 'environments:\n  dev: { profile: { kubernetes: 1.36x } }\nshared: true\n';
    expect(readProfileFile(source, 'c.yaml').problems).toEqual([
      'c.yaml:2:8: environments.dev.path is required: write text',
      'c.yaml:2:33: environments.dev.profile.kubernetes "1.36x" is not a version: write e.g. 1.36 or 3.7.14',
      'c.yaml:3:9: shared is no field of a cluster profile: check its spelling',
    ]);
    expect(readProfileFile('- a', 'c.yaml').problems).toEqual(['c.yaml:1:1: the file as it is is not a map']);
    expect(readProfileFile('shared: *x', 'c.yaml').problems).toEqual([
      'c.yaml:1:1: cannot be read: Unresolved alias (the anchor must be set before the alias): x',
    ]);
  });
});
