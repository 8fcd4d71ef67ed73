import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { steward } from '../run-case';
import { Workstation } from '../workstation';
import { fill, keys } from './filled';

jest.setTimeout(30_000);

describe('steward archive restore', () => {
  let workstation: Workstation;
  let folder: string;

  beforeAll(async () => {
    workstation = await Workstation.start();
    folder = join(workstation.folder, 'archive');
    await fill(folder);
  });
  afterAll(() => workstation.close());
  beforeEach(() => workstation.cluster.clear());

  const restore = (...args: readonly string[]) => steward(['archive', 'restore', ...args, '--directory', folder]);
  const create = (named: string) => workstation.steward('archive', 'restore', '--create', named, '--directory', folder);
  const manifest = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  name: nightly-x2b7q
  namespace: agents
  labels:
    team: a
spec:
  entrypoint: main
  templates:
    - container:
        image: x
      name: main
`;

  it('prints the manifest that an object was made from, without what the server and controllers added', async () => {
    expect(await restore('agents/Workflow/nightly-x2b7q')).toEqual({ code: 0, out: manifest, err: '' });
  });

  it('writes it to a file', async () => {
    const file = join(workstation.folder, 'new', 'workflow.yaml');
    expect(await restore(keys.early, '--output', file)).toEqual({ code: 0, out: '', err: '' });
    expect(readFileSync(file, 'utf8')).toBe(manifest);
  });

  it.each<[string, string, string, object]>([
    [
      'agents/Workflow/nightly-x2b7q',
      'Workflow agents/nightly-x2b7q',
      '/apis/argoproj.io/v1alpha1/namespaces/agents/workflows',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata: { name: 'nightly-x2b7q', namespace: 'agents', labels: { team: 'a' } },
        spec: { entrypoint: 'main', templates: [{ name: 'main', container: { image: 'x' } }], suspend: true },
      },
    ],
    [
      'builds/Job/build',
      'Job builds/build',
      '/apis/batch/v1/namespaces/builds/jobs',
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'build', namespace: 'builds' },
        spec: { template: { spec: { restartPolicy: 'Never' } }, suspend: true },
      },
    ],
  ])('creates %s suspended, and no second time', async (named, title, path, body) => {
    expect(await create(named)).toEqual({ code: 0, out: '', err: `created ${title}, suspended\n` });
    const [request, ...others] = workstation.cluster.server.requests;
    expect(others).toEqual([]);
    expect(request).toMatchObject({ method: 'POST', path });
    expect([JSON.parse(request!.body), request!.query.get('fieldManager')]).toEqual([body, 'cdk8s-steward']);

    const [kind, name] = [title.split(' ')[0], title.split('/')[1]];
    expect(await create(named)).toEqual({
      code: 2,
      out: '',
      err: `error: ${kind} ${name} is not created: "${name}" already exists\n`,
    });
  });

  it.each<[string, readonly string[], string]>([
    ['a capsule', ['agents/Capsule/step'], 'a failure capsule tells of a pod, and is none'],
    [
      'what is not there',
      ['agents/Job/build'],
      'agents/Job/build is not in folder FOLDER: steward archive list shows what is there',
    ],
  ])('makes nothing of %s', async (_, args, problem) => {
    const err = `error: ${problem.replace('FOLDER', folder)}\n`;
    expect(await restore(...args)).toEqual({ code: 2, out: '', err });
    expect(await restore(...args, '--create')).toEqual({ code: 2, out: '', err });
  });
});
