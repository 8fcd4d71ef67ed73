import { Problems, type WorkflowArchive } from '../../../src';
import { renderArchive } from '../../../src/constructs/workflows/workflow-archive';

const archive = {
  host: 'db.argo',
  database: 'argo',
  userName: { name: 'postgres', key: 'user' },
  password: { name: 'postgres', key: 'password' },
};

function read(more: object) {
  const problems = Problems.none();
  const document = renderArchive({ ...archive, ...more } as WorkflowArchive, problems);
  return { document, problems: problems.all.map(({ property, message }) => `${property} ${message}`) };
}

it('keeps workflows for ever, in a PostgreSQL at its usual port', () => {
  expect(read({})).toEqual({
    document: {
      archive: true,
      nodeStatusOffLoad: false,
      postgresql: {
        host: 'db.argo',
        port: 5432,
        database: 'argo',
        tableName: 'argo_workflows',
        userNameSecret: archive.userName,
        passwordSecret: archive.password,
      },
    },
    problems: [],
  });
});

it('takes another port, and large statuses', () => {
  expect(read({ port: 6432, offloadNodeStatus: true }).document).toMatchObject({
    nodeStatusOffLoad: true,
    postgresql: { port: 6432 },
  });
});

describe('how long it keeps', () => {
  it.each([
    ['30d', '30d'],
    ['36h', '36h'],
    ['1h30m', '90m'],
    ['90s', '90s'],
    ['1w', '7d'],
  ])('%s is one number with one unit, as Argo wants it: %s', (ttl, archiveTTL) => {
    expect(read({ ttl }).document).toMatchObject({ archiveTTL });
  });
});

it.each<[object, string]>([
  [{ ttl: 'long' }, 'ttl "long" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds'],
  [{ ttl: '1.5s' }, 'ttl "1s500ms" is not a whole number of seconds'],
  [{ ttl: 0 }, 'ttl 0 means for ever to Argo: leave it out, or use at least 1s'],
  [{ host: undefined }, 'host is required: got undefined'],
  [{ database: '' }, 'database "" is empty'],
  [{ port: 70_000 }, 'port 70000 is not a port: use a whole number from 1 to 65535'],
  [{ offloadNodeStatus: 'yes' }, 'offloadNodeStatus "yes" is neither true nor false'],
  [{ userName: undefined }, 'userName is required: name and key of a Secret'],
  [{ password: 'secret' }, 'password "secret" is not a map: write { … }'],
])('refuses %j', (more, problem) => {
  expect(read(more).problems).toEqual([problem]);
});
